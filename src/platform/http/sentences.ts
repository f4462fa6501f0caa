import type { z } from 'zod'

type Issue = z.core.$ZodRawIssue

/** The message for an invalid value, if its schema has none of its own. */
export function sentenceOf(issue: Issue): string {
  if (issue.input === undefined && issue.code !== 'custom') return missing
  switch (issue.code) {
    case 'invalid_type':
      return types[issue.expected] ?? 'This is of the wrong type.'
    case 'too_small':
      return `Must ${issue.inclusive === false ? 'be more than' : least(issue.origin)} ${amount(issue.origin, issue.minimum)}.`
    case 'too_big':
      return `Must ${issue.inclusive === false ? 'be less than' : most(issue.origin)} ${amount(issue.origin, issue.maximum)}.`
    case 'invalid_format':
      return formats[issue.format] ?? 'This is not written in the form that is needed here.'
    case 'not_multiple_of':
      return `Must be a multiple of ${issue.divisor}.`
    case 'invalid_value':
      return `Must be ${choice(issue.values)}.`
    case 'unrecognized_keys':
      return unknownField
    default:
      return 'This value is not possible here.'
  }
}

export const missing = 'This field is missing.'
export const unknownField = 'This field is not known here.'

const types: Record<string, string> = {
  string: 'Must be text.',
  number: 'Must be a number.',
  int: 'Must be a whole number.',
  boolean: 'Must be true or false.',
  array: 'Must be a list.',
  object: 'Must be a JSON object.',
  record: 'Must be a JSON object.',
  null: 'Must be null.',
}

const formats: Record<string, string> = {
  email: 'This does not look like an email address.',
  url: 'This does not look like the address of a page.',
  date: 'A date is written as 2026-11-21.',
  datetime: 'A time is written as 2026-11-21T14:03:00Z.',
  base64: 'Must be base64.',
  base64url: 'Must be base64url.',
}

const units: Record<string, string> = { string: 'character', array: 'entry', set: 'entry' }
const isCounted = (origin: string) => origin in units

const least = (origin: string) => (isCounted(origin) ? 'have at least' : 'be at least')
const most = (origin: string) => (isCounted(origin) ? 'have at most' : 'be at most')

function amount(origin: string, limit: number | bigint): string {
  const unit = units[origin]
  if (!unit) return String(limit)
  return `${limit} ${Number(limit) === 1 ? unit : unit.replace(/y$/, 'ie')}${Number(limit) === 1 ? '' : 's'}`
}

/** "a", "a or b", "one of a, b, c". */
function choice(values: unknown[]): string {
  const names = values.map((value) => (typeof value === 'string' ? `"${value}"` : String(value)))
  return names.length < 3 ? names.join(' or ') : `one of ${names.join(', ')}`
}
