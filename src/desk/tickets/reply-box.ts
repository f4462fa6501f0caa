import type { z } from 'zod'
import type { Context } from '#context'
import { DomainError } from '#errors'
import { withTransaction } from '#platform/db/transaction.ts'
import { endDraft } from '#platform/drafts/drafts.ts'
import { parse } from '#platform/http/parse.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { closeLocked, refuseUnseen } from './changes.ts'
import { alreadyClaimed } from './claims.ts'
import { doneBy, endingCommands, mayEndInCommand } from './commands.ts'
import { colleaguesNamedIn, mayCallSomebody } from './mentions.ts'
import { type WrittenMessage, writeMessage } from './messages.ts'
import { writeNote } from './notes.ts'
import { placeOf } from './places.ts'
import { type answerForm, newTicket } from './schemas.ts'
import { getTicketForUpdate } from './tickets.ts'
import { actsAsStaff, type OfCustomers } from './visibility.ts'

type Typed = z.output<typeof answerForm>

interface Written extends Omit<WrittenMessage, 'ticket_id'> {
  /** The confirmation; left out if the page shows the effect. */
  done?: string | undefined
}

const list = new Intl.ListFormat('en')
const namesOf = (usernames: string[]) => list.format(usernames.map((name) => `@${name}`))

/** Includes the mentions that reached nobody. */
export function confirmationOfNote(done: string, unknown_mentions: string[]): string {
  if (unknown_mentions.length === 0) return done
  const which = unknown_mentions.length === 1 ? 'that name' : 'these names'
  return `${done} ${namesOf(unknown_mentions)} reached nobody: no colleague with ${which} can read the note.`
}

/**
 * Sends what was typed into a ticket's box: an answer, a note or a command. A command in the last line is executed
 * after the rest was sent.
 *
 * @throws invalid (names_colleague) for an answer that names a colleague, unless `to_customer` confirms it
 */
export const writeInBox = (ctx: Context, actor: Actor, ticket_id: number, typed: Typed): Promise<Written> =>
  withTransaction(ctx, async (ctx) => {
    const step = stepOf(typed)
    if (step === 'close') await refuseUnseen(ctx, actor, await getTicketForUpdate(ctx, actor, ticket_id))
    await endDraft(ctx, actor.id, placeOf(ticket_id))
    const written = await writeAndRunCommands(ctx, actor, ticket_id, typed)
    if (!step) return written
    const ticket = nameOf(ticket_id, typed)
    const done = written.done ?? (written.command ? `${ticket} ${doneBy(written.command)}` : sent(typed))
    if (step === 'next') return { ...written, done }
    await closeLocked(ctx, actor, await getTicketForUpdate(ctx, actor, ticket_id))
    const closed = `${ticket} is closed.`
    return { ...written, done: done.endsWith(closed) ? done : `${done} ${closed}` }
  })

/** On the page of the next ticket "the ticket" would be that one. */
const nameOf = (ticket_id: number, typed: Typed) => (stepOf(typed) ? `Ticket #${ticket_id}` : 'The ticket')

/** The action after the answer, if one was selected. */
export const stepOf = ({ next_step, to_customer }: Pick<Typed, 'next_step' | 'to_customer'>) =>
  next_step ?? (to_customer === 'yes' ? undefined : to_customer)

const sent = ({ kind }: Typed) => (kind === 'note' ? 'Your note is saved.' : 'Your message is sent.')

async function writeAndRunCommands(ctx: Context, actor: Actor, ticket_id: number, typed: Typed): Promise<Written> {
  // An answer that is only a command is executed by `writeMessage`.
  const isOneLine = typed.kind === 'reply' && !typed.message.trim().includes('\n')
  if (isOneLine || !mayEndInCommand(typed.message)) return write(ctx, actor, ticket_id, typed)
  const ticket = await getTicketForUpdate(ctx, actor, ticket_id)
  const { text, commands } = endingCommands(actor, ticket, typed.message)
  if (commands.some(({ run }) => run === closeLocked)) await refuseUnseen(ctx, actor, ticket)
  const written = text === '' ? null : await write(ctx, actor, ticket_id, { ...typed, message: text })
  let message_id = written?.message_id ?? 0
  for (const { run } of commands) {
    const recorded = await run(ctx, actor, await getTicketForUpdate(ctx, actor, ticket_id), {})
    message_id ||= recorded
  }
  if (!written) return { command: commands[0]?.name ?? null, message_id }
  const effects = commands.map(({ done }) => `${nameOf(ticket_id, typed)} ${done}`)
  return { ...written, done: [written.done ?? sent(typed), ...effects].join(' ') }
}

async function write(ctx: Context, actor: Actor, ticket_id: number, typed: Typed): Promise<Written> {
  const { message, kind, claim, to_customer } = typed
  if (kind === 'note') {
    const { message_id, unknown_mentions } = await writeNote(ctx, actor, ticket_id, message)
    return {
      command: null,
      message_id,
      done: unknown_mentions.length ? confirmationOfNote('Saved.', unknown_mentions) : undefined,
    }
  }
  if (!to_customer && actor.is_staff && mayCallSomebody(message)) {
    const ticket = await getTicketForUpdate(ctx, actor, ticket_id)
    if (actsAsStaff(actor, ticket)) await refuseNames(ctx, message, ticket)
  }
  const written = await writeMessage(ctx, actor, ticket_id, message, { claim: claim !== undefined, ifAllRead: true })
  if (!claim || written.command || written.assistant_id === actor.id) return written
  // The message is sent even if somebody else has claimed the ticket meanwhile; its author learns who has it.
  return { ...written, done: `${sent(typed)} ${(await alreadyClaimed(ctx, actor, ticket_id)).message}` }
}

/** A ticket that does not exist yet: staff open it for somebody else, customers for themselves. */
const unopenedBy = ({ id, is_staff }: Actor): OfCustomers => ({ customer_id: is_staff ? 0 : id, participant_ids: [] })

/**
 * Opens a ticket with its first message. Commands in its last lines are executed afterwards.
 *
 * @returns what was opened, and the confirmations of the commands
 */
export async function openAndRunCommands<T extends { ticket_id: number | null }>(
  ctx: Context,
  actor: Actor,
  message: string,
  open: (ctx: Context, message: string) => Promise<T>,
): Promise<{ opened: T; done: string }> {
  return withTransaction(ctx, async (ctx) => {
    const { text, commands } = endingCommands(actor, unopenedBy(actor), message)
    if (text === '') return { opened: await open(ctx, message), done: '' }
    // Without the commands it may be too short, and could then not be edited.
    const opened = await open(ctx, parse(newTicket.pick({ message: true }), { message: text }).message)
    for (const { run } of commands)
      await run(ctx, actor, await getTicketForUpdate(ctx, actor, opened.ticket_id ?? 0), {})
    return { opened, done: commands.map(({ done }) => `The ticket ${done}`).join(' ') }
  })
}

/**
 * Protects against sending a remark among colleagues to the customer by mistake.
 *
 * @param ticket undefined while it is being opened
 */
export async function refuseNames(ctx: Context, message: string, ticket?: OfCustomers): Promise<void> {
  const names = await colleaguesNamedIn(ctx, message, ticket)
  if (names.length === 0) return
  const question = ticket ? 'Send it, or save it as a note?' : 'Send it anyway?'
  const sentence = `This names ${namesOf(names)}, and the customer would read it. ${question}`
  throw new DomainError('invalid', 'names_colleague', sentence, {
    fields: [{ field: 'to_customer', message: sentence }],
  })
}
