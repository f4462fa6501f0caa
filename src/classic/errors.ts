import { DomainError, type ErrorKind, type FieldError } from '../errors.ts'

/** This contract knows 400, 403, 404 and 405 where ours is finer. */
export const classicStatusOf: Record<ErrorKind, number> = {
  malformed: 400,
  unsupported: 400,
  invalid: 400,
  conflict: 400,
  unauthenticated: 403,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  too_large: 413,
  too_many: 429,
  internal: 500,
  unavailable: 503,
}

const named = ({ field, message }: FieldError) => (field ? `${field}: ${message}` : message)

export const textOfError = (error: DomainError) => error.fields.map(named).join(' ') || error.message

/** Gives what comes of `work`, or throws what `other` makes of its error. */
export async function translating<T>(work: Promise<T>, other: (error: DomainError) => DomainError): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw error instanceof DomainError ? other(error) : error
  }
}
