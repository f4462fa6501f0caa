import { z } from 'zod'
import { isVisible } from '#lib/visible-text.ts'
import { idNumber, idParams, idText, line, prose, typed } from '#platform/http/fields.ts'
import { cursorField, limitOf } from '#platform/http/pagination.ts'
import { priorities } from './priorities.ts'

const title = line('The title', 8, 64)
const firstMessage = prose('The message', 8, 10_000)

export const newTicket = z.strictObject({ title, message: firstMessage })

const ticketTexts = z.strictObject({ title: title.optional(), message: firstMessage.optional() })

export const ticketEdit = ticketTexts
  .refine(
    (edit) => edit.title !== undefined || edit.message !== undefined,
    'Say what to change: title, message or both.',
  )
  .meta({ minProperties: 1 })

/** Contains the last edit before the form was rendered, so that later edits of other fields are kept. */
export const ticketEditForm = ticketTexts.extend({
  shown_edit: z.literal('0').transform(Number).or(idText()).optional(),
})

const who = line('The name', 1, 254).meta({ description: 'A username, an email address, or `id:5`.' })

export const ticketForCustomer = newTicket.extend({
  customer: who,
  waiting_on: z
    .enum(['staff', 'customer'], 'Choose whose turn it is: staff or customer.')
    .default('staff')
    .meta({ description: 'Who is to answer.' }),
})
export const ticketForCustomerForm = ticketForCustomer.extend({ to_customer: z.literal('yes').optional() })
export const customerQuery = z.object({
  customer: typed.refine((text) => text.length <= 254, 'This is too long.').optional(),
})

const message = prose('A message', 1, 10_000)

export const newAnswer = z.strictObject({
  message: message.meta({
    description:
      '`!close`, `!open` or `!claim` alone is done in place of being written; behind other words it is text.',
  }),
  claim: z.boolean().default(false).meta({ description: 'Claim the ticket with it, if nobody has.' }),
})

/** The query of the list that somebody came from, to continue with its next ticket. */
const listAddress = typed.refine((text) => text.length <= 1000, 'This is too long.').optional()

export const answerForm = z.strictObject({
  message,
  kind: z.enum(['reply', 'note'], 'Choose reply or note.').default('reply'),
  claim: z.literal('on').optional(),
  /** Confirms that a colleague's name is meant for the customer; includes the next step, if one was selected before. */
  to_customer: z.enum(['yes', 'close', 'next']).optional(),
  next_step: z.enum(['close', 'next'], 'Choose what comes then.').optional(),
  from: listAddress,
})

/** A form without fields of its own. */
export const onwardForm = z.strictObject({ from: listAddress })

/** The assistant that the claimer saw: null for none, or an id. */
const seen = idNumber.nullable()
const seenMeaning = { description: 'Who had the ticket when you looked at it: an account’s id, or null for nobody.' }
const seenField = z.union([z.literal('').transform(() => null), idText()], 'Look at the ticket again.')

export const claim = z.strictObject({ expected_assistant_id: seen.meta(seenMeaning) })
export const claimForm = z.strictObject({ expected_assistant_id: seenField })

export const newNote = z.strictObject({ note: prose('A note', 1, 10_000) })

const optionalNote = prose('A note', 0, 10_000)
  .transform((text) => text.trim() || undefined)
  .optional()

/** Left out by clients to whom the present assistant does not matter. */
export const assignment = z.strictObject({
  assistant_id: idNumber.nullable().meta({ description: 'Null gives the ticket back to the queue.' }),
  expected_assistant_id: seen.optional().meta(seenMeaning),
  note: optionalNote,
})

export const assignmentForm = z.strictObject({
  assistant_id: z.union([z.literal('nobody').transform(() => null), idText()], 'Choose a colleague, or nobody.'),
  expected_assistant_id: seenField.optional(),
  note: optionalNote,
  from: listAddress,
})

export const newParticipant = z.strictObject({ who })
export const participantParams = idParams.extend({ account: idText() })

export const priority = z.enum(priorities, `A priority is one of ${priorities.join(', ')}.`)
export const priorityChange = z.strictObject({ priority })

/** Two spaces look like one on every page. */
export const spelledTag = (text: string) => text.trim().replace(/\s+/g, ' ').toLowerCase()

const tag = typed
  .transform(spelledTag)
  .refine(
    (text) => /^[\p{L}\p{N}][\p{L}\p{M}\p{N} _-]{0,29}$/u.test(text) && isVisible(text),
    'A tag has 1 to 30 letters, digits, spaces or hyphens.',
  )
export const mostTags = 10
export const tooManyTags = `A ticket can have at most ${mostTags} tags.`
const tagList = z
  .array(tag)
  .max(mostTags, tooManyTags)
  .transform((tags) => [...new Set(tags)].sort())

export const tagsChange = z.strictObject({
  tags: tagList.meta({ description: 'All tags of the ticket, each of 1 to 30 letters, digits, spaces or hyphens.' }),
})

/** Separated by commas of any script. */
const typedTags = typed.transform((text) => text.split(/[,，、،]/).filter((one) => one.trim() !== '')).pipe(tagList)

/** Contains the tags that its author saw, so that others' changes are kept. */
export const tagsForm = z.strictObject({ tags: typedTags, shown_tags: typedTags.optional() })

/** The beginning of a tag. */
export const tagQuery = z.strictObject({
  q: typed.refine((text) => text.length <= 60, 'This is too long.').default(''),
})

const messageId = idText('Must be a message’s id.').optional()
const before = messageId.meta({ description: 'A message’s id: the answer has messages before it.' })

export const messagesQuery = z.strictObject({ before, limit: limitOf(50) })
/** The part before a message, or the part that contains a message. */
export const ticketPageQuery = z.object({ before: messageId, message: messageId })

export const editsQuery = z.strictObject({ limit: limitOf(100), cursor: cursorField })
export const editsPageQuery = z.strictObject({ cursor: cursorField })
