import { z } from 'zod'
import { drawnFields } from '#platform/http/drawn-fields.ts'
import { idNumber, idText } from '#platform/http/fields.ts'
import { cursorField, limitField } from '#platform/http/pagination.ts'

const show = z.enum(['unread'], 'This can only be “unread”.').optional()

export const inboxQuery = z.strictObject({ show, limit: limitField, cursor: cursorField })

export const readAll = z.strictObject({ up_to: idNumber.optional() }).optional()

/** The list that the form was on, to return to it. */
export const markForm = z.strictObject({ show })

export const readAllForm = z.strictObject({
  show,
  up_to: idText('Must be a notification’s id.').optional(),
})

/** The verb checks which kinds the person can choose. */
export const choicesChange = z
  .record(z.string().max(40), z.union([z.boolean(), z.literal('daily')], 'Must be true, false or “daily”.'))
  .meta({ description: 'By kind, as in `choices` of the answer: `{"message": "daily"}`.' })

const choiceName = z.enum(['off', 'on', 'daily'], 'Must be “off”, “on” or “daily”.')
export type ChoiceName = z.output<typeof choiceName>

/** A form rendered earlier may lack kinds, or have kinds that no longer exist. */
export const choicesForm = z.object({ drawn: drawnFields }).catchall(choiceName)
