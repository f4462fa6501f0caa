import { z } from 'zod'
import { idNumber, line, prose } from '../http/fields.ts'
import { cursorField, limitField } from '../http/pagination.ts'
import { queueKeys } from './queues.ts'

const title = line('The title', 8, 64)
const firstMessage = prose('The message', 8, 10_000)

export const newTicket = z.strictObject({ title, message: firstMessage })

export const ticketEdit = z
  .strictObject({ title: title.optional(), message: firstMessage.optional() })
  .refine(
    (edit) => edit.title !== undefined || edit.message !== undefined,
    'Say what to change: title, message or both.',
  )

export const newMessage = z.strictObject({ message: prose('A message', 1, 10_000) })

/** What the claimer saw: nobody (null), or who had claimed the ticket. */
export const claim = z.strictObject({ seen_assistant_id: idNumber.nullable() })

export const claimForm = z.strictObject({
  seen_assistant_id: z
    .string()
    .regex(/^\d{0,9}$/)
    .transform((text) => (text === '' ? null : Number(text))),
})

export const noFields = z.strictObject({}).optional()

export const listQuery = z.strictObject({
  queue: z.enum(queueKeys, 'There is no such queue.').optional(),
  limit: limitField,
  cursor: cursorField,
})

const messageId = z
  .string()
  .regex(/^[1-9]\d{0,8}$/, 'Must be a message’s id.')
  .transform(Number)
  .optional()

export const messagesQuery = z.strictObject({ before: messageId, limit: limitField.default(50) })
export const ticketPageQuery = z.object({ before: messageId })
