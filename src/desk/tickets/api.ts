import { z } from 'zod'
import type { Context } from '#context'
import { isoTime } from '#lib/format-time.ts'
import { created, nothing, ok } from '#platform/http/answer.ts'
import { idParams, readMark } from '#platform/http/fields.ts'
import { api, type Call } from '#platform/http/route.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { claimTicket } from './claims.ts'
import { closeTicket, reopenTicket } from './closures.ts'
import { readEdits } from './edits.ts'
import { editJson, messageListJson, openedJson, showMessage, showTicketInFull, ticketInFullJson } from './json.ts'
import { writeMessage } from './messages.ts'
import { claim, editsQuery, messagesQuery, newAnswer, newTicket, ticketEdit } from './schemas.ts'
import { readThread } from './threads.ts'
import { editTicket, getTicket, markRead, openTicket } from './tickets.ts'
import { releaseTicket } from './unassignments.ts'

const address = (id: number) => `/api/v1/tickets/${id}`

const oneTicket = { for: 'member', params: idParams, answers: { 200: ticketInFullJson } } as const
export const staffTicket = { ...oneTicket, for: 'staff' } as const

export type TicketVerb<B> = (ctx: Context, actor: Actor, id: number, body: B) => Promise<unknown>
type TicketCall<B> = Pick<Call<'member', { id: number }, undefined, B>, 'ctx' | 'actor' | 'params' | 'body'>

/** Runs a verb on a ticket and answers with the ticket afterwards. */
export const onTicket =
  <B>(verb: TicketVerb<B>) =>
  async ({ ctx, actor, params, body }: TicketCall<B>) => {
    await verb(ctx, actor, params.id, body)
    return ok(showTicketInFull(await getTicket(ctx, actor, params.id)))
  }

const written = z.object({
  ticket_id: z.int(),
  message_id: z.int(),
  command: z.string().nullable(),
  assistant_id: z.int().nullable().optional().meta({ description: 'Who has the ticket now; left out of a command.' }),
})

export const ticketApi = [
  api.post(
    '/tickets',
    { summary: 'Open a ticket', scope: 'tickets', for: 'customer', body: newTicket, answers: { 201: openedJson } },
    async ({ ctx, actor, body }) => {
      const ticket = await openTicket(ctx, actor, body)
      return created(address(ticket.ticket_id), ticket)
    },
  ),
  api.get('/tickets/:id', { ...oneTicket, summary: 'A ticket' }, async ({ ctx, actor, params }) =>
    ok(showTicketInFull(await getTicket(ctx, actor, params.id))),
  ),
  api.patch(
    '/tickets/:id',
    {
      ...oneTicket,
      scope: 'tickets',
      summary: 'Change the title or first message of your own ticket',
      body: ticketEdit,
    },
    onTicket(editTicket),
  ),
  api.get(
    '/tickets/:id/edits',
    {
      summary: 'What title and first message said before, newest first',
      for: 'member',
      params: idParams,
      query: editsQuery,
      answers: { 200: z.object({ edits: z.array(editJson), next_cursor: z.string().nullable() }) },
    },
    async ({ ctx, actor, params, query: { limit, cursor } }) => {
      const { rows, next } = await readEdits(ctx, actor, params.id, limit, cursor)
      return ok({
        edits: rows.map(({ id, message_id, before, edited_at }) => ({
          id,
          message_id,
          before,
          edited_at: isoTime(edited_at),
        })),
        next_cursor: next,
      })
    },
  ),
  api.get(
    '/tickets/:id/messages',
    {
      summary: 'Messages, oldest first; the newest ones unless `before` is given',
      for: 'member',
      params: idParams,
      query: messagesQuery,
      answers: { 200: messageListJson },
    },
    async ({ ctx, actor, params, query }) => {
      const ticket = await getTicket(ctx, actor, params.id)
      const { messages, more } = await readThread(ctx, actor, ticket, query)
      return ok({ messages: messages.map(showMessage), more })
    },
  ),
  api.post(
    '/tickets/:id/messages',
    {
      summary: 'Write a message, or do a typed command (!close, !open, !claim)',
      scope: 'tickets',
      for: 'member',
      params: idParams,
      body: newAnswer,
      answers: { 201: written },
    },
    async ({ ctx, actor, params, body }) => {
      return created(
        `${address(params.id)}/messages`,
        await writeMessage(ctx, actor, params.id, body.message, { claim: body.claim }),
      )
    },
  ),
  api.post(
    '/tickets/:id/claim',
    {
      ...staffTicket,
      scope: 'tickets',
      summary: 'Claim a ticket, unless somebody else has claimed it since you looked',
      body: claim,
    },
    onTicket((ctx, actor, id, { expected_assistant_id }) => claimTicket(ctx, actor, id, expected_assistant_id)),
  ),
  api.post(
    '/tickets/:id/release',
    {
      ...staffTicket,
      scope: 'tickets',
      summary: 'Give a ticket back to the queue: one you have claimed; as an admin, any',
    },
    onTicket(releaseTicket),
  ),
  api.post(
    '/tickets/:id/closure',
    { ...oneTicket, scope: 'tickets', summary: 'Close a ticket' },
    onTicket(closeTicket),
  ),
  api.post(
    '/tickets/:id/reopening',
    { ...oneTicket, scope: 'tickets', summary: 'Reopen a closed ticket' },
    onTicket(reopenTicket),
  ),
  api.post(
    '/tickets/:id/read-mark',
    {
      summary: 'Mark all messages as read; with `up_to` none that came after that one',
      scope: 'tickets',
      for: 'member',
      params: idParams,
      body: readMark,
      answers: { 204: null },
    },
    async ({ ctx, actor, params, body }) => {
      await markRead(ctx, actor, await getTicket(ctx, actor, params.id), body?.up_to)
      return nothing
    },
  ),
]
