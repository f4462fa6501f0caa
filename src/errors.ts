import type { TokenScope } from '#platform/identity/actor.ts'
import type { Person } from '#platform/identity/people.ts'

export type ErrorKind =
  | 'malformed'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'method_not_allowed'
  | 'conflict'
  | 'too_slow'
  | 'too_large'
  | 'unsupported'
  | 'invalid'
  | 'too_many'
  | 'unavailable'
  | 'internal'

export interface FieldError {
  field: string
  message: string
}

/** What an error tells beside its sentence; members of the API's problem document. */
export interface ErrorDetails {
  /** Seconds to wait, with too_many. */
  retry_after?: number
  /** Who has the ticket now, with a claim that came too late. */
  assistant?: Person | null
  /** What a personal API token lacks, with insufficient_scope. */
  scope?: TokenScope
}

/**
 * Everything that can go wrong on purpose. `code` is stable and machine-readable, the message is a
 * sentence for a person, `details` are extra members of the API's problem document.
 */
export class DomainError extends Error {
  readonly kind: ErrorKind
  readonly code: string
  readonly fields: FieldError[]
  readonly details: ErrorDetails

  constructor(
    kind: ErrorKind,
    code: string,
    sentence: string,
    extra: { fields?: FieldError[]; details?: ErrorDetails } = {},
  ) {
    super(sentence)
    this.kind = kind
    this.code = code
    this.fields = extra.fields ?? []
    this.details = extra.details ?? {}
  }
}

export const invalid = (fields: FieldError[]) =>
  new DomainError(
    'invalid',
    'invalid',
    [...new Set(fields.map((field) => field.message))].join(' ') || 'Some values are not valid.',
    {
      fields,
    },
  )

export const invalidField = (field: string, message: string) => invalid([{ field, message }])

export const malformed = (sentence: string, fields: FieldError[] = []) =>
  new DomainError('malformed', 'malformed', sentence, { fields })

export const notFound = (what = 'page') =>
  new DomainError('not_found', 'not_found', `There is no such ${what}, or you may not see it.`)

export const forbidden = (code: string, sentence: string) => new DomainError('forbidden', code, sentence)

export const unauthenticated = (sentence = 'Log in first.') =>
  new DomainError('unauthenticated', 'unauthenticated', sentence)

export const conflict = (code: string, sentence: string, details: ErrorDetails = {}) =>
  new DomainError('conflict', code, sentence, { details })

export const unavailable = (code: string, sentence: string) => new DomainError('unavailable', code, sentence)
