import { z } from 'zod'
import { email, given, registration, sameAs } from '#people/accounts/schemas.ts'
import type { StaffType } from '#platform/db/schema.ts'
import { line, typed } from '#platform/http/fields.ts'

const mostAtOnce = 20

const isAddress = (text: string) => email.safeParse(text).success
/** Addresses as typed, shortened. */
const named = (texts: string[]) => texts.map((text) => text.slice(0, 80)).join(', ')

const addresses = z
  .array(typed, 'List the email addresses.')
  .min(1, 'Enter at least one email address.')
  .max(mostAtOnce, `Invite at most ${mostAtOnce} people at once.`)
  .transform((texts) => texts.map((text) => text.trim()))
  .superRefine((texts, context) => {
    const wrong = texts.filter((text) => !isAddress(text))
    if (wrong.length > 0) context.addIssue({ code: 'custom', message: `Not an email address: ${named(wrong)}.` })
  })

export const roles = ['assistant', 'admin'] as const satisfies StaffType[]
const account_type = z.enum(roles, 'Choose assistant or admin.')

export const newInvitations = z.strictObject({ emails: addresses, account_type })

/** Separated by commas, spaces or line breaks. */
export const invitationForm = z.strictObject({
  emails: typed.transform((text) => text.split(/[\s,;]+/).filter(Boolean)).pipe(addresses),
  account_type,
})

/** The address is that of the invitation. */
export const acceptance = registration
  .omit({ email: true })
  .extend({ token: given, display_name: line('Your name', 1, 40) })

export const acceptanceForm = acceptance
  .extend({ password_confirmation: given })
  .refine(...sameAs('password', 'password_confirmation'))

export type Acceptance = z.output<typeof acceptance>
