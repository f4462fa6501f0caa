import { z } from 'zod'
import { idText, prose, typed } from '#platform/http/fields.ts'
import { cursorField, limitField, limitOf } from '#platform/http/pagination.ts'

const message = prose('A message', 1, 10_000)

/** Any text is accepted: an invalid username is just unknown. */
export const username = typed
  .transform((text) => text.trim().replace(/^@/, ''))
  .refine((text) => text !== '', 'Enter a username.')
  .refine((text) => text.length <= 100, 'This is too long for a username.')
  .meta({ minLength: 1, maxLength: 100 })

export const newMessage = z.strictObject({ message })
export const firstMessage = z.strictObject({ username, message })

export const listQuery = z.strictObject({ limit: limitField, cursor: cursorField })
export const listPageQuery = z.object({ cursor: cursorField })
export const recipientQuery = z.object({
  to: typed.refine((text) => text.length <= 100, 'This is too long for a username.').default(''),
})

const messageId = idText('Must be a message’s id.').optional()
const before = messageId.meta({ description: 'A message’s id: the answer has messages before it.' })
export const messagesQuery = z.strictObject({ before, limit: limitOf(50) })
export const messagesPageQuery = z.object({ before: messageId, message: messageId })

export const newReport = z.strictObject({ reason: prose('The reason', 8, 1000) })
/** The field is named `note`, like that of drafts. */
export const reportForm = z.strictObject({ note: prose('The reason', 8, 1000) })
export const settlement = z.strictObject({ decision: prose('The decision', 2, 1000) })

const state = z.enum(['open', 'settled'], 'Must be open or settled.').default('open')
export const reportsQuery = z.strictObject({ state, limit: limitField, cursor: cursorField })
export const reportsPageQuery = z.object({ state, cursor: cursorField })
export const reportPageQuery = z.object({ before: messageId })
