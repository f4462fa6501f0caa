import type { DomainError } from '#errors'
import type { Answer } from '#platform/http/answer.ts'
import type { Form } from '#platform/http/route.ts'
import { statusOf } from '#platform/http/status.ts'

/** An error that names no field is shown at the top of the form. */
export const withReason = (form: Form, message: string): Form =>
  form.errors.length > 0 ? form : { ...form, errors: [{ field: '', message }] }

/** For a form with one field, which has no place for errors at its top: shows every error at the field, without duplicates. */
export const withReasonAt = (field: string, form: Form, message: string): Form => {
  const sentences = new Set(withReason(form, message).errors.map(({ message }) => message))
  return { ...form, errors: [...sentences].map((message) => ({ field, message })) }
}

/** Moves errors of fields that this form does not show to its top, unless they are shown elsewhere. */
export function withFields(form: Form, shown: (field: string) => boolean): Form {
  const errors = form.errors.map((error) => (shown(error.field) ? error : { ...error, field: '' }))
  const isSaid = ({ message }: (typeof errors)[number], at: number) =>
    errors.some((other, n) => other.message === message && (other.field !== '' || n < at))
  return { ...form, errors: errors.filter((error, n) => error.field !== '' || !isSaid(error, n)) }
}

/** Accepts only a path of this site, never another site or a `//host`. */
export const localPath = (path: string | undefined) => (path && /^\/(?![/\\])[^\s\\]*$/.test(path) ? path : '/home')

/** For forms that the page's script submits: an error is JSON, and the page stays. */
export const refusalAsJson = (_call: unknown, _form: unknown, { kind, code, message }: DomainError): Answer => ({
  ...{ kind: 'json', status: statusOf[kind], body: { code, detail: message } },
})
