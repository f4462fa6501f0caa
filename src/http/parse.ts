import type { z } from 'zod'
import { type DomainError, type FieldError, invalid } from '../errors.ts'

/**
 * Turns outside input into what a schema promises.
 *
 * @throws the error that `refuse` makes of what is wrong, by default 'invalid'
 */
export function parse<S extends z.ZodType>(
  schema: S,
  input: unknown,
  refuse: (fields: FieldError[]) => DomainError = invalid,
): z.output<S> {
  const result = schema.safeParse(input, { reportInput: true })
  if (result.success) return result.data
  throw refuse(result.error.issues.flatMap(fieldErrors))
}

function fieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys
      .slice(0, 20)
      .map((key) => ({ field: key.slice(0, 100), message: 'This field is not known here.' }))
  }
  return [{ field: issue.path.join('.').slice(0, 100), message: sentence(issue) }]
}

function sentence(issue: z.core.$ZodIssue): string {
  const missing = issue.code === 'invalid_type' && issue.input === undefined
  return missing ? 'This field is missing.' : issue.message
}
