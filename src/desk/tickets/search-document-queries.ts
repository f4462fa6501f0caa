import { type Insertable, sql } from 'kysely'
import type { Context } from '#context'
import { compiledOnce, insertedOnce } from '#platform/db/compiled-once.ts'
import { lockingRows } from '#platform/db/dialect.ts'
import type { Schema } from '#platform/db/schema.ts'
import type { MessageKind } from '#platform/db/tables/tickets.ts'
import { idsIn, participantIds } from './participant-queries.ts'

export interface Part {
  first_id: number
  part: number
}

export interface PartText {
  id: number
  kind: MessageKind
  body: string
}

/** The searched texts: everything that people have written. */
const writtenIn = (ctx: Context, ticketId: number, first_id: number) =>
  ctx.db
    .selectFrom('messages')
    .select(['id', 'kind', 'body'])
    .where('ticket_id', '=', ticketId)
    .where('kind', '!=', 'system')
    .where('id', '>=', first_id)
    .orderBy('id')

const partsOf = (ctx: Context, ticketId: number) =>
  ctx.db.selectFrom('search_parts').select(['first_id', 'part']).where('ticket_id', '=', ticketId)

const newestPart = compiledOnce((db, { ticket }: { ticket: number }) => {
  const newest = db
    .selectFrom('search_parts')
    .select(['first_id', 'part'])
    .where('ticket_id', '=', ticket)
    .orderBy('first_id', 'desc')
    .limit(sql.lit(1))
  return db
    .selectFrom(newest.as('newest'))
    .innerJoin('messages', (join) => join.onRef('messages.id', '>=', 'newest.first_id'))
    .select(['first_id', 'part', 'messages.id', 'kind', 'body'])
    .where('messages.ticket_id', '=', ticket)
    .where('kind', '!=', sql.lit('system'))
    .orderBy('messages.id')
})

/** A ticket's newest part with all messages since it began; undefined for a new ticket. */
export async function readNewestPart(ctx: Context, ticket: number) {
  const rows = await newestPart(ctx.db, { ticket }, {})
  return rows[0] && { first_id: rows[0].first_id, part: rows[0].part, texts: rows satisfies PartText[] }
}

export async function readTitled(ctx: Context, ticketId: number) {
  const ticket = await ctx.db
    .selectFrom('tickets')
    .select(['id', 'title', 'customer_id', participantIds(ctx.db).as('participant_ids')])
    .where('id', '=', ticketId)
    .executeTakeFirstOrThrow()
  return { ...ticket, participant_ids: idsIn(ticket.participant_ids) }
}

/** The part that contains a message. */
export const findPartOf = (ctx: Context, ticketId: number, messageId: number): Promise<Part | undefined> =>
  partsOf(ctx, ticketId).where('first_id', '<=', messageId).orderBy('first_id', 'desc').limit(1).executeTakeFirst()

/** Some of a ticket's parts in order, beginning at one. */
export const listParts = (ctx: Context, ticketId: number, from: number, count: number): Promise<Part[]> =>
  partsOf(ctx, ticketId).where('part', '>=', from).orderBy('first_id').limit(count).execute()

/** The texts of a part: from its first message to the next part's. */
export async function readPart(ctx: Context, ticketId: number, part: Part): Promise<PartText[]> {
  const next = await partsOf(ctx, ticketId).where('first_id', '>', part.first_id).orderBy('first_id').limit(1).execute()
  const texts = writtenIn(ctx, ticketId, part.first_id)
  return (next[0] ? texts.where('id', '<', next[0].first_id) : texts).execute()
}

const insertedPart = insertedOnce((db, parts: Insertable<Schema['search_parts']>[]) =>
  db.insertInto('search_parts').values(parts),
)

export const insertPart = (ctx: Context, ticket_id: number, part: Part) =>
  insertedPart(ctx.db, [{ ticket_id, ...part }])

/** Locks the ticket, so that its documents are not written concurrently. */
export const lockTicketRow = (ctx: Context, id: number) =>
  ctx.db.selectFrom('tickets').select('id').where('id', '=', id).$call(lockingRows(ctx.db)).execute()

/** The first document that still has the ticket's old title. */
export async function findRename(ctx: Context, ticketId: number): Promise<number | undefined> {
  const row = await ctx.db
    .selectFrom('search_renames')
    .select('next_part')
    .where('ticket_id', '=', ticketId)
    .executeTakeFirst()
  return row?.next_part
}

export const storeRename = (ctx: Context, ticket_id: number, next_part: number) =>
  ctx.db
    .insertInto('search_renames')
    .values({ ticket_id, next_part })
    .onConflict((conflict) => conflict.column('ticket_id').doUpdateSet({ next_part }))
    .execute()

export const deleteRename = (ctx: Context, ticketId: number) =>
  ctx.db.deleteFrom('search_renames').where('ticket_id', '=', ticketId).execute()
