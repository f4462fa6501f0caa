import { readFileSync, statSync } from 'node:fs'

/**
 * The processes that hold a lock on any of these files, as Linux lists them: also other programs, such as an older
 * version or a database browser. Empty on other systems.
 */
export function usersOf(paths: string[]): number[] {
  const names = new Set(paths.map(nameInLocks))
  const lines = textOf('/proc/locks')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
  // 4: POSIX  ADVISORY  READ 18554 fe:00:2532324 1073741826 1073742335
  const users = lines.filter((words) => names.has(words[5] ?? '')).map((words) => Number(words[4]))
  return [...new Set(users)].filter((pid) => pid > 0 && pid !== process.pid)
}

function nameInLocks(path: string): string | null {
  const file = statSync(path, { throwIfNoEntry: false })
  if (!file) return null
  const major = (file.dev >> 8) & 0xfff
  const minor = (file.dev & 0xff) | ((file.dev >> 12) & 0xfff00)
  const hex = (number: number) => number.toString(16).padStart(2, '0')
  return `${hex(major)}:${hex(minor)}:${file.ino}`
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
