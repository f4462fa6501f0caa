import { z } from 'zod'
import { isEmailAddress } from '#lib/email-address.ts'
import { picture } from '#platform/files/pictures.ts'
import { drawnFields } from '#platform/http/drawn-fields.ts'
import { line, typed } from '#platform/http/fields.ts'
import { icons } from './icons.ts'

const usernameIn = (text: z.ZodType<string, string>) =>
  text
    .refine((text) => /^[A-Za-z0-9]{1,16}$/.test(text), 'A username has 1 to 16 letters and digits (A to Z, 0 to 9).')
    .refine((text) => text.toLowerCase() !== 'system', 'This username is reserved.')
    .meta({ minLength: 1, maxLength: 16, pattern: '^[A-Za-z0-9]+$' })

export const anyUsername = usernameIn(typed)

/** Keyboards of phones put a space behind a word that they complete; logins take the name with it, too. */
export const newUsername = usernameIn(typed.transform((text) => text.trim()))

/** Could be taken for an id. */
export const isAllDigits = (username: string) => /^\d{1,16}$/.test(username)
export const needsLetter = 'A username needs at least one letter, so that nobody takes it for a number.'

const username = newUsername
  .refine((text) => !isAllDigits(text), needsLetter)
  .meta({ minLength: 1, maxLength: 16, pattern: '^[0-9]*[A-Za-z][A-Za-z0-9]*$' })

/** Few mail servers take an address of other letters (RFC 6531); the domain may have them. */
const whyNoAddress = (text: unknown) =>
  /[^\0-\x7f].*@/.test(String(text))
    ? 'Before the @ an email address can have only letters without accents (a to z), digits and symbols.'
    : 'This does not look like an email address.'

export const email = typed
  .transform((text) => text.trim())
  .refine((text) => text.length <= 254, 'An email address has at most 254 characters.')
  .refine((text) => text.length > 254 || isEmailAddress(text), { error: ({ input }) => whyNoAddress(input) })
  .meta({ format: 'idn-email', maxLength: 254 })

/** Compared exactly, so it is only normalised, never trimmed. */
export const newPassword = typed
  .refine((text) => [...text].length >= 8, 'A password needs at least 8 characters.')
  .refine((text) => [...text].length <= 128, 'A password can have at most 128 characters.')
  .meta({ minLength: 8, maxLength: 128 })

export const icon = z.enum(icons, `Choose one of the pictures ${icons.join(', ')}.`)

/** An existing password or name as typed: any text of a reasonable length. */
export const given = typed.refine((text) => text.length <= 1000, 'This is too long.')
/** The page on which the link was requested, to return to it. */
export const sendAgainForm = z.strictObject({ next: given.optional() }).optional()

const givenName = given.refine((text) => text.trim() !== '', 'Enter your username or email.')
const givenPassword = given.refine((text) => text !== '', 'Enter your password.')
const currentPassword = given.refine((text) => text !== '', 'Enter your current password.')

/** The arguments of a refinement: both fields must be equal. */
export const sameAs = <P extends string, C extends string>(
  password: P,
  confirmation: C,
): [(form: Record<P | C, unknown>) => boolean, { path: string[]; message: string }] => [
  (form) => form[confirmation] === form[password],
  { path: [confirmation], message: 'The two passwords are not the same.' },
]

export const registration = z.strictObject({ username, email, password: newPassword })

/** The first version's contract allows usernames of digits only. */
export const classicRegistration = registration.extend({ username: anyUsername })

export const registrationForm = registration
  .extend({ next: given.optional(), password_confirmation: given })
  .refine(...sameAs('password', 'password_confirmation'))

export const setupForm = registration
  .extend({ code: given, password_confirmation: given })
  .refine(...sameAs('password', 'password_confirmation'))

export const login = z.strictObject({ login: givenName, password: givenPassword })

/** The box “Keep me logged in”: empty or missing if not ticked. */
export const keepLoggedIn = z
  .enum(['on', ''])
  .optional()
  .transform((ticked) => ticked === 'on')

/** A form submitted without a session, as the login page carries it. */
export const carried = typed.refine((text) => text.length <= 200_000, 'This is too long.').optional()

export const loginForm = login.extend({ next: given.optional(), keep_logged_in: keepLoggedIn, carried })

const optionalName = (name: string) =>
  line(name, 0, 40)
    .transform((text) => text || null)
    .nullish()

export const profileChange = z.strictObject({
  display_name: line('The display name', 1, 40).optional(),
  first_name: optionalName('The first name'),
  last_name: optionalName('The last name'),
  profile_icon: icon.optional(),
})

export const profileForm = profileChange.extend({ drawn: drawnFields })

export const pictureForm = z.strictObject({ picture: picture('profile') })

export const emailChange = z.strictObject({ email, current_password: currentPassword })

export const passwordChange = z.strictObject({ current_password: currentPassword, new_password: newPassword })

export const passwordProof = z.strictObject({ current_password: currentPassword })

/** The recipient of a mail: a username or an email address. */
export const emailName = z.strictObject({ login: givenName })

export const linkToken = z.strictObject({ token: given })

export const passwordReset = linkToken.extend({ new_password: newPassword })

export const resetForm = passwordReset
  .extend({ new_password_confirmation: given })
  .refine(...sameAs('new_password', 'new_password_confirmation'))

export const passwordForm = passwordChange
  .extend({ new_password_confirmation: given })
  .refine(...sameAs('new_password', 'new_password_confirmation'))

export const handleParams = z.object({ handle: z.string().regex(/^[\w-]{10,60}$/) })
