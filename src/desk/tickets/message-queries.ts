import { type Insertable, type Selectable, sql } from 'kysely'
import type { Context } from '#context'
import type { Database } from '#platform/db/client.ts'
import { compiledOnce, insertedOnce } from '#platform/db/compiled-once.ts'
import type { AccountType, Schema } from '#platform/db/schema.ts'
import { personColumnsOf } from '#platform/identity/people.ts'

export interface MessageRow extends Selectable<Schema['messages']> {
  username: string
  display_name: string
  profile_icon: string
  picture_id: string | null
  account_type: AccountType
  subject_name: string | null
}

const inserted = insertedOnce((db, messages: Insertable<Schema['messages']>[]) =>
  db.insertInto('messages').values(messages).returning('id'),
)

export async function insertMessage(ctx: Context, message: Insertable<Schema['messages']>): Promise<number> {
  const [row] = await inserted(ctx.db, [message])
  return (row as { id: number }).id
}

/** How many the ticket's page shows at once. */
export const shownMessages = 50

export interface Part {
  /** At most so many. */
  count: number
  /** Only what came before this message. */
  before?: number | undefined
  /** Whether internal notes are among them. */
  notes: boolean
}

const columns = [
  'messages.id',
  'messages.ticket_id',
  'messages.author_id',
  'messages.kind',
  'messages.action',
  'messages.subject_id',
  'messages.from_staff',
  'messages.body',
  'messages.sent_at',
  'messages.edited_at',
] as const

type ThreadValues = { ticket: number; count: number; before: number }
type ThreadShape = { goesOn: boolean; notes: boolean }

const thread = compiledOnce((db, values: ThreadValues, shape: ThreadShape) => {
  let query = db
    .selectFrom('messages')
    .selectAll()
    .where('ticket_id', '=', values.ticket)
    .orderBy('id', 'desc')
    .limit(values.count)
  if (shape.goesOn) query = query.where('id', '<', values.before)
  if (!shape.notes) query = query.where('kind', '!=', sql.lit('note'))
  return db
    .selectFrom(query.as('messages'))
    .innerJoin('accounts', 'accounts.id', 'messages.author_id')
    .leftJoin('accounts as about', 'about.id', 'messages.subject_id')
    .select(columns)
    .select([...personColumnsOf('accounts')])
    .select('about.display_name as subject_name')
    .orderBy('messages.id', 'desc')
})

/** Newest first. */
export const listMessages = (ctx: Context, ticket: number, { count, before, notes }: Part): Promise<MessageRow[]> =>
  thread(ctx.db, { ticket, count, before: before ?? 0 }, { goesOn: before !== undefined, notes })

/** The ids of messages after one in this ticket, oldest first; empty if that message is not visible. */
export async function listFollowing(
  ctx: Context,
  ticketId: number,
  message: number,
  { count, notes }: Omit<Part, 'before'>,
): Promise<number[]> {
  const shown = ctx.db.selectFrom('messages').select('id').where('ticket_id', '=', ticketId)
  const query = notes ? shown : shown.where('kind', '!=', sql.lit('note'))
  const found = await query
    .where('id', '>=', message)
    .orderBy('id')
    .limit(count + 1)
    .execute()
  return found[0]?.id === message ? found.slice(1).map(({ id }) => id) : []
}

export const firstMessageOf = (ctx: Context, ticketId: number) =>
  ctx.db
    .selectFrom('messages')
    .selectAll()
    .where('ticket_id', '=', ticketId)
    .where('kind', '=', 'message')
    .orderBy('id')
    .limit(1)
    .executeTakeFirstOrThrow()

export const updateMessageBody = (ctx: Context, id: number, body: string) =>
  ctx.db.updateTable('messages').set({ body, edited_at: ctx.clock.now() }).where('id', '=', id).execute()

export const insertEdit = (ctx: Context, edit: Insertable<Schema['message_revisions']>) =>
  ctx.db.insertInto('message_revisions').values(edit).execute()

/** Newest first; with `before`, only earlier edits. */
export function listEdits(ctx: Context, ticketId: number, count: number, before?: number) {
  const query = ctx.db
    .selectFrom('message_revisions')
    .selectAll()
    .where('ticket_id', '=', ticketId)
    .orderBy('id', 'desc')
    .limit(count)
  return (before === undefined ? query : query.where('id', '<', before)).execute()
}

/** The text of a ticket's title (null) or a message right after an edit; undefined if it was not edited since. */
export async function findTextAfter(ctx: Context, ticketId: number, message_id: number | null, edit: number) {
  const next = await ctx.db
    .selectFrom('message_revisions')
    .select('before')
    .where('ticket_id', '=', ticketId)
    .where('message_id', message_id === null ? 'is' : '=', message_id)
    .where('id', '>', edit)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return next?.before
}

/** Messages in a ticket since somebody, who has seen it before, last looked. */
const unseenWords = (db: Database, viewer: number, id: number, mark = sql<number>`ticket_reads.message_id`) =>
  db
    .selectFrom('ticket_reads')
    .innerJoin('messages', 'messages.ticket_id', 'ticket_reads.ticket_id')
    .select('messages.id')
    .where('ticket_reads.account_id', '=', viewer)
    .where('ticket_reads.ticket_id', '=', id)
    .where('messages.id', '>', mark)
    .where('messages.kind', '=', sql.lit('message'))

/** Whether a customer has written or edited a message since. */
export async function hasUnseenWords(ctx: Context, accountId: number, ticketId: number): Promise<boolean> {
  const unseen = unseenWords(ctx.db, accountId, ticketId).where('messages.from_staff', '=', 0).limit(1)
  return (await unseen.executeTakeFirst()) !== undefined
}

/** A colleague's answer counts even if the customer has changed something since. */
export const unseenAnswer = (db: Database, { id, viewer }: { id: number; viewer: number }) =>
  unseenWords(db, viewer, id, sql`abs(ticket_reads.message_id)`)
    .where('messages.from_staff', '=', sql.lit(1))
    .where('messages.author_id', '!=', viewer)
