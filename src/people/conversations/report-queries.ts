import { type Insertable, type SqlBool, sql } from 'kysely'
import type { Context } from '#context'
import { hasChanged } from '#platform/db/changed-rows.ts'
import type { Database } from '#platform/db/client.ts'
import { compiledOnce } from '#platform/db/compiled-once.ts'
import type { Schema } from '#platform/db/schema.ts'
import type { Cursor } from '#platform/http/pagination.ts'
import { joinedColumns } from '#platform/identity/people.ts'

/** The author of a report, unless erased. */
export async function listReporter(ctx: Context, report_id: number): Promise<number[]> {
  const rows = await ctx.db
    .selectFrom('conversation_reports as report')
    .innerJoin('accounts', 'accounts.id', 'report.reporter_id')
    .select('accounts.id')
    .where('report.id', '=', report_id)
    .where('accounts.deleted_at', 'is', null)
    .execute()
  return rows.map(({ id }) => id)
}

type Report = Insertable<Schema['conversation_reports']>

/** @returns undefined if this person already has an open report of the conversation */
export const insertReport = (ctx: Context, report: Report) =>
  ctx.db
    .insertInto('conversation_reports')
    .values(report)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()

const otherSide = sql<number>`conversations.first_id + conversations.second_id - report.reporter_id`

const reports = (db: Database) =>
  db
    .selectFrom('conversation_reports as report')
    .innerJoin('conversations', 'conversations.id', 'report.conversation_id')
    .innerJoin('accounts as reporter', 'reporter.id', 'report.reporter_id')
    .innerJoin('accounts as reported', (join) => join.on('reported.id', '=', otherSide))
    .leftJoin('accounts as settler', 'settler.id', 'report.settled_by')
    .select([
      'report.id',
      'report.conversation_id',
      'report.reporter_id',
      'report.reason',
      'report.last_message_id',
      'report.reported_at',
      'report.settled_at',
      'report.settled_by',
      'report.decision',
      ...joinedColumns('reporter'),
      'reported.id as reported_id',
      ...joinedColumns('reported'),
      'settler.display_name as settler_name',
    ])

export type ReportRow = Awaited<ReturnType<typeof listOpenReports>>[number]

/** Without reports about the reader's own conversations: others decide these, and who reported whom stays secret. */
const reportsFor = (db: Database, reader: number) =>
  reports(db).where('conversations.first_id', '<>', reader).where('conversations.second_id', '<>', reader)

/** Open ones, newest first. */
export function listOpenReports(ctx: Context, reader: number, count: number, after?: Cursor) {
  const before = after ? (after.at(-1) as number) : 0
  return openReports(ctx.db, { reader, count, before }, { paged: after !== undefined })
}

type Wanted = { reader: number; count: number; before: number }

const openReports = compiledOnce((db, { reader, count, before }: Wanted, { paged }: { paged: boolean }) => {
  const open = reportsFor(db, reader).where('report.settled_at', 'is', null)
  const newest = open.orderBy('report.id', 'desc').limit(count)
  return paged ? newest.where('report.id', '<', before) : newest
})

/** The most recently settled first. */
export function listSettledReports(ctx: Context, reader: number, count: number, after?: Cursor) {
  const query = reportsFor(ctx.db, reader)
    .where('report.settled_at', 'is not', null)
    .orderBy('report.settled_at', 'desc')
    .orderBy('report.id', 'desc')
    .limit(count)
  const [at, id] = after ?? []
  return (after ? query.where(sql<SqlBool>`(report.settled_at, report.id) < (${at}, ${id})`) : query).execute()
}

export const findReport = (ctx: Context, id: number): Promise<ReportRow | undefined> =>
  reports(ctx.db).where('report.id', '=', id).executeTakeFirst()

/** @returns false if a colleague was faster */
export const settleReport = (ctx: Context, id: number, settled_by: number, decision: string): Promise<boolean> =>
  hasChanged(
    ctx.db
      .updateTable('conversation_reports')
      .set({ settled_at: ctx.clock.now(), settled_by, decision })
      .where('id', '=', id)
      .where('settled_at', 'is', null),
  )
