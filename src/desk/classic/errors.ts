import { DomainError, type ErrorKind, type FieldError } from '#errors'

/** This contract has only 400, 403, 404 and 405 where ours is finer. */
export const classicStatusOf: Record<ErrorKind, number> = {
  malformed: 400,
  unsupported: 400,
  invalid: 400,
  conflict: 400,
  unauthenticated: 403,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  too_slow: 408,
  too_large: 413,
  too_many: 429,
  internal: 500,
  unavailable: 503,
}

const named = ({ field, message }: FieldError) => (field ? `${field}: ${message}` : message)

export const textOfError = (error: DomainError) => error.fields.map(named).join(' ') || error.message

/** Returns the result of `work`; replaces an error of this kind by the result of `other`. */
export async function translating<T>(
  work: Promise<T>,
  kind: ErrorKind,
  other: (error: DomainError) => DomainError | Promise<DomainError>,
): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw error instanceof DomainError && error.kind === kind ? await other(error) : error
  }
}
