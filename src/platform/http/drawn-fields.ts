import { z } from 'zod'

const outOfDate = 'This form is out of date: reload the page.'

/** The values that a form was rendered with, in a field of its own; empty if a form without it is shown again. */
export const drawnFields = z
  .string()
  .max(10_000, outOfDate)
  .transform((text, check): Record<string, unknown> => {
    const fields = objectIn(text || '{}')
    if (!fields) check.addIssue({ code: 'custom', message: outOfDate })
    return fields ?? {}
  })
  .optional()

function objectIn(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown> | null) : null
  } catch {
    return null
  }
}

/** The text of a value in a form. */
export const asText = (value: unknown) => (typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value ?? ''))

/** The values of a form, with what it is rendered with: see `changedSince`. */
export const withDrawn = (values: Record<string, string>) => ({ ...values, drawn: JSON.stringify(values) })

/** Without the fields that still have their drawn value: somebody else may have changed what is stored meanwhile. */
export const changedSince = <T extends object>(drawn: Record<string, unknown> = {}, fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([name, value]) => asText(value) !== drawn[name])) as Partial<T>
