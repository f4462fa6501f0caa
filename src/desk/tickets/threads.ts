import type { Context } from '#context'
import type { Actor } from '#platform/identity/actor.ts'
import { type Person, personOf } from '#platform/identity/people.ts'
import { listFollowing, listMessages, type MessageRow } from './message-queries.ts'
import type { Ticket } from './ticket-row.ts'
import { getTicket } from './tickets.ts'
import { seesInternal } from './visibility.ts'

export interface Message extends MessageRow {
  /** Its body, or the sentence of a System line. */
  text: string
}

/** A part of a ticket's conversation, oldest message first. */
export interface Thread {
  messages: Message[]
  /** Whether there are earlier messages. */
  more: boolean
}

/** The newest messages, or those before one. */
interface Part {
  limit: number
  before?: number | undefined
}

/** Internal notes only if the actor may see them. */
export const readThread = (ctx: Context, actor: Actor, ticket: Ticket, part: Part): Promise<Thread> =>
  readPart(ctx, ticket, { ...part, notes: seesInternal(actor, ticket) })

/**
 * The end of the part that contains a message, with as many messages before it as after it.
 *
 * @returns an argument for `readThread`; undefined if the newest part contains the message, or it does not exist
 */
export async function partWith(
  ctx: Context,
  actor: Actor,
  ticket: Ticket,
  message: number,
  limit: number,
): Promise<number | undefined> {
  const following = await listFollowing(ctx, ticket.id, message, { count: limit, notes: seesInternal(actor, ticket) })
  return following.length < limit ? undefined : following[Math.floor(limit / 2)]
}

/** The messages between staff and customer, without notes for anybody. */
export const readConversation = async (ctx: Context, actor: Actor, ticketId: number, part: Part): Promise<Thread> =>
  readPart(ctx, await getTicket(ctx, actor, ticketId), { ...part, notes: false })

async function readPart(
  ctx: Context,
  ticket: Ticket,
  { limit, before, notes }: Part & { notes: boolean },
): Promise<Thread> {
  const newestFirst = await listMessages(ctx, ticket.id, { count: limit + 1, before, notes })
  const messages = newestFirst.slice(0, limit).map((message) => Object.assign(message, { text: textOf(ctx, message) }))
  return { messages: messages.reverse(), more: newestFirst.length > limit }
}

function textOf({ features }: Context, message: MessageRow): string {
  const { action, body, author_id, display_name, subject_id, subject_name } = message
  if (!action) return body
  const text = features.actions.lineTextOf(action) ?? action.replaceAll('_', ' ')
  const about = subject_id === null ? undefined : named(subject_id, subject_name ?? '')
  return `${named(author_id, display_name)} ${text.replace(/\{(.*)\}/, (_, somebody) => about ?? somebody)}.`
}

export const authorOf = (message: MessageRow): Person =>
  personOf({
    id: message.author_id,
    username: message.username,
    display_name: message.display_name,
    profile_icon: message.profile_icon,
    picture_id: message.picture_id,
    account_type: message.account_type,
  })

const named = (id: number, name: string) => `${name} (#${id})`
