import { z } from 'zod'
import { drawnFields } from '#platform/http/drawn-fields.ts'
import { line } from '#platform/http/fields.ts'
import { whyRefused } from './colour.ts'
import { settingsSchema } from './settings.ts'

const siteName = line('The name', 1, 60)

const colour = z
  .string()
  .transform((text) => text.trim().toLowerCase())
  .refine((text) => /^#[0-9a-f]{6}$/.test(text), 'A colour is written like #8a2f6b.')
  .superRefine((text, check) => {
    const reason = /^#[0-9a-f]{6}$/.test(text) ? whyRefused(text) : null
    if (reason) check.addIssue({ code: 'custom', message: reason })
  })
  .meta({ pattern: '^#[0-9a-fA-F]{6}$' })

const { shape } = settingsSchema

const settable = z.strictObject({
  site_name: siteName.nullable(),
  site_color: colour.nullable(),
  require_verified_email: shape.require_verified_email.nullable(),
  session_hours: shape.session_hours.nullable(),
  keep_logged_in_days: shape.keep_logged_in_days.nullable(),
  keep_logged_in_idle_days: shape.keep_logged_in_idle_days.nullable(),
  session_binding: shape.session_binding.nullable(),
  single_session: shape.single_session.nullable(),
  max_open_tickets: shape.max_open_tickets.nullable(),
  messages: shape.messages.nullable(),
  events: shape.events.nullable(),
  escalate_when: shape.escalate_when.nullable(),
  escalate_hours_low: shape.escalate_hours_low.nullable(),
  escalate_hours_normal: shape.escalate_hours_normal.nullable(),
  escalate_hours_high: shape.escalate_hours_high.nullable(),
  escalate_hours_urgent: shape.escalate_hours_urgent.nullable(),
})

/** The values to set; null resets a setting to the environment's value. */
export const settingsChange = settable.partial()

const orDefault = <T>(schema: z.ZodType<T, string>) =>
  z
    .string()
    .transform((text) => (text.trim() === '' ? null : text))
    .pipe(schema.nullable())
    .optional()

const number = (name: string, most: number) =>
  z
    .string()
    .trim()
    .refine(
      (text) => /^\d{1,7}$/.test(text) && Number(text) >= 1 && Number(text) <= most,
      `${name} is a whole number from 1 to ${most}.`,
    )
    .transform(Number)

const yesNo = z.enum(['on', 'off'], 'Choose one of the three.').transform((word) => word === 'on')

/**
 * The same from a form: an empty field resets a setting, and so does `reset` for the one that it names. A field that
 * still has its `drawn` value is not changed: another admin may have changed the setting meanwhile.
 */
export const settingsForm = z.strictObject({
  reset: settable.keyof().optional(),
  drawn: drawnFields,
  site_name: orDefault(siteName),
  site_color: orDefault(colour),
  require_verified_email: orDefault(yesNo),
  session_hours: orDefault(number('A session’s length', 8760)),
  keep_logged_in_days: orDefault(number('The number of days', 365)),
  keep_logged_in_idle_days: orDefault(number('The number of days', 365)),
  session_binding: orDefault(yesNo),
  single_session: orDefault(yesNo),
  max_open_tickets: orDefault(number('The limit', 1_000_000)),
  messages: orDefault(z.enum(['off', 'hosts', 'everyone'], 'Choose one of the four.')),
  events: orDefault(yesNo),
  escalate_when: orDefault(z.enum(['waiting', 'open'], 'Choose one of the three.')),
  escalate_hours_low: orDefault(number('The time of a low ticket', 8760)),
  escalate_hours_normal: orDefault(number('The time of a normal ticket', 8760)),
  escalate_hours_high: orDefault(number('The time of a high ticket', 8760)),
  escalate_hours_urgent: orDefault(number('The time of an urgent ticket', 8760)),
})

export type SettingsChange = z.output<typeof settingsChange>
