import { formatTime, type Here } from '#lib/format-time.ts'
import { reasonText } from '#platform/identity/failure-reasons.ts'
import type { EntryRow } from './entry-queries.ts'

type Values = Record<string, unknown>

/** The values before and after; names and addresses of an erased person are left out. */
export function valuesOf(entry: EntryRow): { before: Values | null; after: Values | null } {
  const deleted = entry.subject_deleted_at !== null
  return { before: read(entry.before, deleted), after: read(entry.after, deleted) }
}

const personal = new Set(['username', 'display_name', 'email', 'pending_email', 'name'])

function read(text: string | null, deleted: boolean): Values | null {
  if (text === null) return null
  const values = asObject(text)
  if (!deleted) return values
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, personal.has(name) ? '(deleted)' : value]),
  )
}

/** Something else may have written to the table: any text is shown. */
function asObject(text: string): Values {
  try {
    const value = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : { value }
  } catch {
    return { value: text }
  }
}

export interface Change {
  name: string
  before: string | null
  after: string | null
}

/** The changes in words, one line for each value that differs. */
export function changesOf(here: Here, entry: EntryRow, names: Map<number, string>): Change[] {
  const { before, after } = valuesOf(entry)
  const keys = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  const word = (key: string, values: Values | null) => (values === null ? null : inWords(here, key, values[key], names))
  const all = keys.map((key) => ({ name: labelOf(key), before: word(key, before), after: word(key, after) }))
  return all.filter(({ before, after }) => before !== after)
}

const isPerson = (key: string) => /^((account|actor|assistant|customer|holder|host|participant)_id|holders)$/.test(key)
/** UNIX milliseconds up to the year 9999. */
const isMoment = (key: string, value: number) => /(^until|_at)$/.test(key) && value > 0 && value < 253_402_300_800_000
const labelOf = (key: string) => key.replace(/_id$/, '').replaceAll('_', ' ')

function inWords(here: Here, key: string, value: unknown, names: Map<number, string>): string {
  if (value === null || value === undefined) return isPerson(key) ? 'nobody' : 'nothing'
  if (typeof value === 'number' && isPerson(key)) return `${names.get(value) ?? 'Account'} (#${value})`
  if (typeof value === 'number' && isMoment(key, value)) return formatTime(here, value).full
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value))
    return value.length > 0 ? value.map((one) => inWords(here, key, one, names)).join(', ') : 'none'
  if (typeof value === 'object') return JSON.stringify(value)
  if (key === 'reason') return reasonText(String(value))
  // Only the names of job kinds are reworded: what somebody typed stays unchanged.
  return key === 'kind' ? String(value).replaceAll('_', ' ') : String(value)
}

/** Ids of accounts that the values name. */
export function peopleIn(entries: EntryRow[]): number[] {
  const ids = entries.flatMap((entry) => {
    const { before, after } = valuesOf(entry)
    return [before, after].flatMap((values) =>
      Object.entries(values ?? {}).flatMap(([key, value]) =>
        isPerson(key) ? [value].flat().filter((id): id is number => Number.isInteger(id)) : [],
      ),
    )
  })
  return [...new Set(ids)]
}
