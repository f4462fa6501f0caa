import { withTransaction } from '#platform/db/transaction.ts'
import { endDraft } from '#platform/drafts/drafts.ts'
import { ok, seeOther } from '#platform/http/answer.ts'
import { page } from '#platform/http/route.ts'
import { assignTicket } from './assignments.ts'
import { onward } from './onward.ts'
import { address, boxWithReason, onTicket, staffTicketForm } from './pages.ts'
import { placeOf } from './places.ts'
import { setPriority } from './priority.ts'
import { confirmationOfNote, writeInBox } from './reply-box.ts'
import { answerForm, assignmentForm, priorityChange, tagQuery, tagsForm } from './schemas.ts'
import { changeTags, setTags, suggestTags } from './tags.ts'

/** What staff can do on a ticket's page besides answering. */
export const workPages = [
  page.post(
    '/tickets/:id/notes',
    { ...staffTicketForm, body: answerForm, refused: boxWithReason },
    async ({ ctx, actor, params, body }) => {
      const { command, message_id, done } = await writeInBox(ctx, actor, params.id, { ...body, kind: 'note' })
      return seeOther(command ? address(params.id) : `${address(params.id)}#message-${message_id}`, done)
    },
  ),
  page.post(
    '/tickets/:id/assignment',
    { ...staffTicketForm, body: assignmentForm },
    async ({ ctx, actor, params, body: { from, ...body } }) => {
      const unknown_mentions = await withTransaction(ctx, async (ctx) => {
        await endDraft(ctx, actor.id, placeOf(params.id, 'assignment'))
        return assignTicket(ctx, actor, params.id, body)
      })
      const change = body.assistant_id === null ? 'is back in the queue' : 'is handed over'
      return onward(actor, params.id, from, (ticket) => confirmationOfNote(`${ticket} ${change}.`, unknown_mentions))
    },
  ),
  page.post(
    '/tickets/:id/priority',
    { ...staffTicketForm, body: priorityChange },
    onTicket((ctx, actor, id, { priority }) => setPriority(ctx, actor, id, priority), 'The priority is changed.'),
  ),
  page.post(
    '/tickets/:id/tags',
    { ...staffTicketForm, body: tagsForm },
    onTicket(
      (ctx, actor, id, { tags, shown_tags }) =>
        shown_tags ? changeTags(ctx, actor, id, tags, shown_tags) : setTags(ctx, actor, id, tags),
      'The tags are saved.',
    ),
  ),
  page.get('/tags', { for: 'staff', query: tagQuery }, async ({ ctx, query }) =>
    ok({ tags: await suggestTags(ctx, query.q) }),
  ),
]
