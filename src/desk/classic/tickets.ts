import { z } from 'zod'
import type { Context } from '#context'
import { writeMessage } from '#desk/tickets/messages.ts'
import type { Message } from '#desk/tickets/threads.ts'
import type { Ticket } from '#desk/tickets/ticket-row.ts'
import { getTicket, openTicket, ticketExists } from '#desk/tickets/tickets.ts'
import { isRequesterOf } from '#desk/tickets/visibility.ts'
import { forbidden } from '#errors'
import { jsonText } from '#lib/json-text.ts'
import { ok, textFile } from '#platform/http/answer.ts'
import { api } from '#platform/http/route.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { translating } from './errors.ts'
import { allMessages } from './everything.ts'
import { classicMessage, classicTicket, ticketParams } from './fields.ts'
import { classicTicketJson, messageJson, showMessage, ticketJson, writtenJson } from './json.ts'

/** The first version recorded commands without effect, and let staff claim tickets that they had opened. */
const classicCommands = { evenIfUnchanged: true, evenIfOwn: true } as const

const oneTicket = { for: 'member', params: ticketParams } as const
const written = { 200: writtenJson }
const ticketData = { 200: z.object({ ticket_data: ticketJson }) }
const messageList = { 200: z.object({ ticket_id: z.int(), message_list: z.array(messageJson) }) }

export const ticketRoutes = [
  api.post(
    '/ticket/new',
    { summary: 'Open a ticket', for: 'customer', body: classicTicket, answers: written },
    async ({ ctx, actor, body }) =>
      ok(await openTicket(ctx, actor, { title: body.ticket_title, message: body.message })),
  ),
  api.get(
    '/get-ticket/:ticket_id',
    { ...oneTicket, summary: 'A ticket', answers: ticketData },
    async ({ ctx, actor, params }) =>
      ok({ ticket_data: classicTicketJson(await getTicketOrSayWhy(ctx, actor, params.ticket_id)) }),
  ),
  api.post(
    '/ticket/:ticket_id',
    { ...oneTicket, summary: 'Write a message, or do a typed command', body: classicMessage, answers: written },
    async ({ ctx, actor, params, body }) => {
      const { id } = await getTicketOrSayWhy(ctx, actor, params.ticket_id)
      const { ticket_id, message_id } = await writeMessage(ctx, actor, id, body.message, classicCommands)
      return ok({ ticket_id, message_id })
    },
  ),
  api.get(
    '/get-messages/:ticket_id',
    { ...oneTicket, summary: 'All messages, newest first', answers: messageList },
    async ({ ctx, actor, params }) => {
      const { id } = await getTicketOrSayWhy(ctx, actor, params.ticket_id)
      const text = jsonText({ ticket_id: id, message_list: shown(allMessages(ctx, actor, id)) })
      return textFile({ filename: null, type: 'application/json', text, log: ctx.log })
    },
  ),
]

async function* shown(pieces: AsyncIterable<Message[]>) {
  for await (const messages of pieces) yield messages.map(showMessage)
}

/** Unlike the rest of the options, this contract tells somebody else's ticket (403) from one that does not exist (404). */
async function getTicketOrSayWhy(ctx: Context, actor: Actor, id: number): Promise<Ticket> {
  const ticket = await translating(getTicket(ctx, actor, id), 'not_found', async (missing) =>
    (await ticketExists(ctx, id)) ? notYours() : missing,
  )
  // The contract knows no participants.
  if (!actor.is_staff && !isRequesterOf(actor, ticket)) throw notYours()
  return ticket
}

const notYours = () => forbidden('not_yours', 'This is somebody else’s ticket.')
