import { z } from 'zod'
import { newTicket } from '#desk/tickets/schemas.ts'
import { largestId } from '#lib/largest-id.ts'
import { visible } from '#lib/visible-text.ts'
import { icons } from '#people/accounts/icons.ts'
import { login, newPassword, passwordChange } from '#people/accounts/schemas.ts'
import { prose, typed } from '#platform/http/fields.ts'

/** The id used for a number that cannot be one, so that the answer is the same as for an unknown id. */
const none = -1
const id = z
  .string()
  .regex(/^\d+$/)
  .transform(Number)
  .transform((number) => (number <= largestId ? number : none))

export const ticketParams = z.object({ ticket_id: id })
export const userParams = z.object({ user_id: id })

export const classicLogin = z.strictObject({ username: login.shape.login, password: login.shape.password })

const isLongEnough = (text: string) => /^[!！]/.test(visible(text)) || [...visible(text)].length >= 8

/** A command may be shorter than a message; in the first message of a ticket it is plain text. */
const message = prose('A message', 0, 10_000).refine(isLongEnough, 'A message needs at least 8 characters.')

export const classicTicket = z.strictObject({ ticket_title: newTicket.shape.title, message })
export const classicMessage = z.strictObject({ message })

const keptPassword = z.literal('')

/** "blue", "blue.png", "blue.svg" or the path that a profile shows. */
const icon = typed
  .transform((text) => text.replace(/^\/profile-icons\//, '').replace(/\.(png|svg)$/, ''))
  .pipe(z.enum(icons, `Choose one of the pictures ${icons.join(', ')}.`))

export const classicProfileChange = z.strictObject({
  new_password: keptPassword.or(newPassword),
  old_password: passwordChange.shape.current_password,
  profile_icon: icon,
})
