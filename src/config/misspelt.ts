import type { Environment } from './sentences.ts'

/** Settings that were renamed: an upgraded desk may still have them. */
const formerNames: Record<string, string> = {
  FORGET_NEWS_AFTER_DAYS: 'NOTIFICATION_RETENTION_DAYS',
  CAUGHT_MAIL_RETENTION_DAYS: 'CAPTURED_MAIL_RETENTION_DAYS',
}

/** Variables that are no settings but resemble one, or were one: [variable, the setting meant]. */
export function misspelt(env: Environment, settings: string[]): [set: string, meant: string][] {
  const known = new Set(settings)
  return Object.keys(env)
    .filter((name) => !known.has(name))
    .flatMap((name) => {
      const meant = formerNames[name] ?? settings.find((setting) => isClose(name, setting))
      return meant && env[meant] === undefined ? [[name, meant] as [string, string]] : []
    })
}

/** Equal but for case and dashes, or for one or two letters in a long name. */
function isClose(name: string, setting: string): boolean {
  const plain = name.toUpperCase().replaceAll('-', '_')
  if (plain === setting) return true
  const allowed = setting.length >= 12 ? 2 : setting.length >= 8 ? 1 : 0
  return Math.abs(plain.length - setting.length) <= allowed && distance(plain, setting) <= allowed
}

/** Levenshtein distance: how many letters must be inserted, deleted or replaced. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, n) => n)
  for (let at = 1; at <= one.length; at += 1) {
    const next = [at]
    for (let n = 1; n <= other.length; n += 1) {
      const replaced = (row[n - 1] as number) + Number(one[at - 1] !== other[n - 1])
      next.push(Math.min(replaced, (row[n] as number) + 1, (next[n - 1] as number) + 1))
    }
    row = next
  }
  return row[other.length] as number
}
