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

/** For each kind; which kinds there are for whom, the verb knows. */
export const choicesChange = z.record(
  z.string().max(40),
  z.union([z.boolean(), z.literal('daily')], 'Must be true, false or “daily”.'),
)

const choiceName = z.enum(['off', 'on', 'daily'], 'Must be “off”, “on” or “daily”.')
export type ChoiceName = z.output<typeof choiceName>

/** What a form says for each kind. It may have been drawn when there were fewer of them, or more. */
export const choicesForm = z.record(z.string().max(40), choiceName)
