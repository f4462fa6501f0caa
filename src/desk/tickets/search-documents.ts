import { z } from 'zod'
import type { Context } from '#context'
import { type IndexedWords, indexedWords } from '#lib/searched-words.ts'
import { apart, customerKey, ticketKey, writeDocument } from '#platform/db/full-text.ts'
import { defineJob } from '#platform/jobs/define-job.ts'
import { enqueue } from '#platform/jobs/jobs.ts'
import {
  deleteRename,
  findPartOf,
  findRename,
  insertPart,
  listParts,
  lockTicketRow,
  type Part,
  type PartText,
  readNewestPart,
  readPart,
  readTitled,
  storeRename,
} from './search-document-queries.ts'
import { customersOf } from './visibility.ts'

// The search index consists of documents: a ticket's title with a part of its messages. Most tickets have one part; in
// a long one only the newest is rewritten when a message is added. Documents of a ticket have consecutive ids. They are
// written in the transaction of the change; after a new title of a long ticket by a job.

/** A document's id is `ticket_id * documentsPerTicket + part`. */
export const documentsPerTicket = 65_536

/** A part ends when it has this many messages, or the next one would exceed this many characters. */
const fullPart = { messages: 16, characters: 8000 }
/** Words beyond this are not indexed: only messages made longer by edits get that far. */
const mostWords = 16_000

interface Titled {
  id: number
  title: string
  customer_id: number
  participant_ids: readonly number[]
}

/** Indexes a new message, in the transaction that writes it and has locked the ticket. */
export async function indexNewMessage(ctx: Context, ticket: Titled, message: PartText): Promise<void> {
  const newest = await readNewestPart(ctx, ticket.id)
  if (newest && hasRoom(newest.texts)) return write(ctx, ticket, newest.part, newest.texts)
  const part = newest ? newest.part + 1 : 0
  await insertPart(ctx, ticket.id, { first_id: message.id, part })
  await write(ctx, ticket, part, [message])
}

/** @param texts of a part, including the one to be added */
const hasRoom = (texts: PartText[]) =>
  texts.length <= fullPart.messages && texts.reduce((sum, { body }) => sum + body.length, 0) <= fullPart.characters

/** Indexes a message again after an edit. */
export async function indexEditedMessage(ctx: Context, ticketId: number, messageId: number): Promise<void> {
  const part = await findPartOf(ctx, ticketId, messageId)
  if (part) await writePart(ctx, await readTitled(ctx, ticketId), part)
}

/** Documents rewritten in the transaction of the change; most tickets have fewer. */
const atOnce = 2

/**
 * Indexes a ticket again after a change of its title or participants: the first documents at once, the rest of a long
 * conversation by a job.
 */
export async function indexAnew(ctx: Context, ticketId: number): Promise<void> {
  const ticket = await readTitled(ctx, ticketId)
  const parts = await listParts(ctx, ticketId, 0, atOnce + 1)
  for (const part of parts.slice(0, atOnce)) await writePart(ctx, ticket, part)
  const [next] = parts.slice(atOnce)
  if (!next) return
  await storeRename(ctx, ticketId, next.part)
  await enqueue(ctx, renameJob, { ticket_id: ticketId })
}

/** Milliseconds for which a transaction that writes documents may block other writers. */
const portion = 15

async function rename(ctx: Context, { ticket_id }: { ticket_id: number }): Promise<void> {
  await lockTicketRow(ctx, ticket_id)
  const from = await findRename(ctx, ticket_id)
  if (from === undefined) return
  const next = await writeParts(ctx, ticket_id, from, performance.now() + portion)
  if (next === null) return void (await deleteRename(ctx, ticket_id))
  await storeRename(ctx, ticket_id, next)
  await enqueue(ctx, renameJob, { ticket_id })
}

/**
 * Writes documents of a ticket from a part on, until a time.
 *
 * @returns the next part to write, or null if all are done
 */
export async function writeParts(ctx: Context, ticketId: number, from: number, until: number): Promise<number | null> {
  const ticket = await readTitled(ctx, ticketId)
  for (let part = from; ; part++) {
    const [next] = await listParts(ctx, ticketId, part, 1)
    if (!next) return null
    await writePart(ctx, ticket, next)
    if (performance.now() > until) return part + 1
  }
}

const writePart = async (ctx: Context, ticket: Titled, part: Part): Promise<void> =>
  write(ctx, ticket, part.part, await readPart(ctx, ticket.id, part))

async function write(ctx: Context, ticket: Titled, part: number, texts: PartText[]): Promise<void> {
  const { id, title } = ticket
  const bodies = (kind: PartText['kind']) => texts.filter((text) => text.kind === kind)
  const notes = bodies('note')
  await writeDocument(ctx.db, {
    id: id * documentsPerTicket + part,
    title: indexedWords(title, mostWords),
    body: wordsOf(bodies('message')),
    notes: notes.length > 0 ? wordsOf(notes) : null,
    keys: [...customersOf(ticket).map(customerKey), ticketKey(id)],
  })
}

function wordsOf(texts: PartText[]): IndexedWords {
  const all: IndexedWords = { words: [], others: [] }
  for (const { body } of texts) {
    const { words, others } = indexedWords(body, mostWords - all.words.length)
    if (all.words.length > 0) all.words.push(apart)
    for (const word of words) all.words.push(word)
    for (const word of others) all.others.push(word)
  }
  return all
}

export const renameJob = defineJob('rename_in_search', z.object({ ticket_id: z.int() }), rename, {
  inTransaction: true,
})
