import type { Form } from './route.ts'

/** A refusal that names no field stands at the top of the form. */
export const withReason = (form: Form, message: string): Form =>
  form.errors.length > 0 ? form : { ...form, errors: [{ field: '', message }] }

/** Only a path of this site, never another site or a `//host`. */
export const localPath = (path: string | undefined) => (path && /^\/(?![/\\])[^\s\\]*$/.test(path) ? path : '/home')
