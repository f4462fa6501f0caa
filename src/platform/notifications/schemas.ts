import { z } from 'zod'
import { idNumber, idText } from '#platform/http/fields.ts'
import { cursorField, limitField } from '#platform/http/pagination.ts'

const show = z.enum(['unread'], 'Only what is unread can be asked for.').optional()

export const inboxQuery = z.strictObject({ show, limit: limitField, cursor: cursorField })

export const readAll = z.strictObject({ up_to: idNumber.optional() }).optional()

/** From which list it was sent, to go back there. */
export const markForm = z.strictObject({ show })

export const readAllForm = z.strictObject({
  show,
  up_to: idText('Must be a notification’s id.').optional(),
})

const choice = z.boolean('Must be true or false.').optional()

export const choicesChange = z.strictObject({
  message: choice,
  status: choice,
  assigned: choice,
  unassigned: choice,
  mention: choice,
  escalated: choice,
})

const box = z.literal('on').optional()

/** A form sends only the boxes that are ticked. */
export const choicesForm = z.strictObject({
  message: box,
  status: box,
  assigned: box,
  unassigned: box,
  mention: box,
  escalated: box,
})
