import type { CodeOf, ErrorKind } from '#platform/http/problem-codes.ts'
import type { TokenScope } from '#platform/identity/actor.ts'
import type { Person } from '#platform/identity/people.ts'

export type { CodeOf, ErrorKind } from '#platform/http/problem-codes.ts'

export interface FieldError {
  field: string
  message: string
}

/** Additional data of an error; members of the API's problem document. */
export interface ErrorDetails {
  /** Seconds to wait, with too_many. */
  retry_after?: number
  /** With already_claimed: who has the ticket now. */
  assistant?: Person | null
  /** With insufficient_scope: the scope that the token needs. */
  scope?: TokenScope
}

/** A kind with one of its codes. */
type Coded = { [Kind in ErrorKind]: [kind: Kind, code: CodeOf<Kind>] }[ErrorKind]

interface Extra {
  fields?: FieldError[]
  details?: ErrorDetails
}

/**
 * Every expected error. `code` is stable and machine-readable, the message is a sentence for a person, `details` are
 * additional members of the API's problem document.
 */
export class DomainError extends Error {
  readonly kind: ErrorKind
  readonly code: CodeOf<ErrorKind>
  readonly fields: FieldError[]
  readonly details: ErrorDetails

  constructor(...[kind, code, sentence, extra = {}]: [...Coded, sentence: string, extra?: Extra]) {
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

/** For one parameter of a query. */
export const malformedField = (field: string, sentence: string) => malformed(sentence, [{ field, message: sentence }])

export const notFound = (what = 'page') =>
  new DomainError('not_found', 'not_found', `There is no such ${what}, or you may not see it.`)

export const forbidden = (code: CodeOf<'forbidden'>, sentence: string) => new DomainError('forbidden', code, sentence)

export const unauthenticated = (sentence = 'Log in first.') =>
  new DomainError('unauthenticated', 'unauthenticated', sentence)

export const conflict = (code: CodeOf<'conflict'>, sentence: string, details: ErrorDetails = {}) =>
  new DomainError('conflict', code, sentence, { details })

export const unavailable = (code: CodeOf<'unavailable'>, sentence: string) =>
  new DomainError('unavailable', code, sentence)
