import { z } from 'zod'
import { icons } from '../accounts/icons.ts'
import { login, newPassword, passwordChange } from '../accounts/schemas.ts'
import { idParams, typed } from '../http/fields.ts'
import { newMessage, newTicket } from '../tickets/schemas.ts'

const id = idParams.shape.id

/** What is no number is answered like the number of nobody and nothing. */
const none = -1
export const ticketParams = z.object({ ticket_id: id.catch(none) })
export const userParams = z.object({ user_id: z.literal('0').transform(Number).or(id).catch(none) })

export const classicLogin = z.strictObject({ username: login.shape.login, password: login.shape.password })

export const classicTicket = z.strictObject({ ticket_title: newTicket.shape.title, message: newTicket.shape.message })

const isCommand = (text: string) => text.trimStart().startsWith('!')
const isLongEnough = (text: string) => [...text.trim()].length >= 8

export const classicMessage = z.strictObject({
  message: newMessage.shape.message.refine(
    (text) => isCommand(text) || isLongEnough(text),
    'A message needs at least 8 characters.',
  ),
})

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
