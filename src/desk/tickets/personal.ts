import { z } from 'zod'
import type { Context, PersonalData } from '#context'
import { isoTime, timeOrNull } from '#lib/format-time.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { allEditsBy, allMessagesBy, allParticipationsOf, allTicketsOf } from './personal-queries.ts'

/** The tickets that a person opened, for the export of their data. */
async function* ticketsOf(ctx: Context, actor: Actor) {
  for await (const tickets of allTicketsOf(ctx, actor.id))
    yield tickets.map(({ id, title, opened_at, closed_at }) => ({
      id,
      title,
      opened_at: isoTime(opened_at),
      closed_at: timeOrNull(closed_at),
    }))
}

/** The tickets of others that the person takes part in. */
async function* participationsOf(ctx: Context, actor: Actor) {
  for await (const tickets of allParticipationsOf(ctx, actor.id))
    yield tickets.map(({ ticket_id, title, added_at }) => ({ ticket_id, title, added_at: isoTime(added_at) }))
}

/** All messages of the person. */
async function* messagesBy(ctx: Context, actor: Actor) {
  for await (const messages of allMessagesBy(ctx, actor.id))
    yield messages.map(({ id, ticket_id, body, sent_at }) => ({ id, ticket_id, body, sent_at: isoTime(sent_at) }))
}

/** Earlier versions of the person's titles and messages. */
async function* editsBy(ctx: Context, actor: Actor) {
  for await (const edits of allEditsBy(ctx, actor.id))
    yield edits.map(({ ticket_id, message_id, before, edited_at }) => ({
      ticket_id,
      message_id,
      before,
      edited_at: isoTime(edited_at),
    }))
}

const time = z.iso.datetime()

export const personalTickets: PersonalData = {
  members: {
    tickets: z.array(z.object({ id: z.int(), title: z.string(), opened_at: time, closed_at: time.nullable() })),
    participations: z.array(z.object({ ticket_id: z.int(), title: z.string(), added_at: time })),
    messages: z.array(z.object({ id: z.int(), ticket_id: z.int(), body: z.string(), sent_at: time })),
    edits: z
      .array(z.object({ ticket_id: z.int(), message_id: z.int().nullable(), before: z.string(), edited_at: time }))
      .meta({ description: 'What a title (no message) or a message said before.' }),
  },
  read: async (ctx, actor) => ({
    tickets: ticketsOf(ctx, actor),
    participations: participationsOf(ctx, actor),
    messages: messagesBy(ctx, actor),
    edits: editsBy(ctx, actor),
  }),
  deleted: { ticket_reads: 'ticket_id', ticket_people: 'ticket_id' },
}
