import type { z } from 'zod'
import { type DomainError, type FieldError, invalid } from '#errors'
import { missing, sentenceOf, unknownField } from './sentences.ts'

/**
 * Parses external input by a schema.
 *
 * @throws the error that `refuse` makes of the issues; by default 'invalid'
 */
export function parse<S extends z.ZodType>(
  schema: S,
  input: unknown,
  refuse: (fields: FieldError[]) => DomainError = invalid,
): z.output<S> {
  const result = schema.safeParse(input, { reportInput: true, error: sentenceOf })
  if (result.success) return result.data
  throw refuse(eachOnce(result.error.issues.flatMap(fieldErrors)))
}

/** One value can break two rules with the same message: 0.5 is no whole number, and less than 1. */
const eachOnce = (errors: FieldError[]) => [
  ...new Map(errors.map((error) => [`${error.field} ${error.message}`, error])).values(),
]

function fieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.slice(0, 20).map((key) => ({ field: key.slice(0, 100), message: unknownField }))
  }
  return [{ field: issue.path.join('.').slice(0, 100), message: sentence(issue) }]
}

function sentence(issue: z.core.$ZodIssue): string {
  if (issue.path.length === 0 && issue.code === 'invalid_type') return 'Send a JSON object.'
  return issue.code === 'invalid_type' && issue.input === undefined ? missing : issue.message
}
