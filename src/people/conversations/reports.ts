import type { Context } from '#context'
import { conflict, forbidden, notFound } from '#errors'
import { record } from '#platform/activity/record.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { endDraft } from '#platform/drafts/drafts.ts'
import { type Cursor, pageOf, refuseForeignCursor } from '#platform/http/pagination.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { consumeWriting } from '#platform/limits/writing-limit.ts'
import { settleForStaff } from '#platform/notifications/inbox.ts'
import { conversationReported, reportedConversationRead, reportSettled } from './activity.ts'
import { getConversation, readThread, requireMessages, type Thread } from './conversations.ts'
import { messageReportKind } from './notification-kinds.ts'
import { reportPlaceOf } from './places.ts'
import {
  findReport,
  insertReport,
  listOpenReports,
  listSettledReports,
  type ReportRow,
  settleReport,
} from './report-queries.ts'

/**
 * Reports a conversation to staff, up to its present last message. @throws conflict while the person has an open report
 * of it
 */
export async function reportConversation(ctx: Context, actor: Actor, id: number, reason: string): Promise<number> {
  return withTransaction(ctx, async (ctx) => {
    const { last_message_id, other_id } = await getConversation(ctx, actor, id)
    await consumeWriting(ctx, actor)
    const reported_at = ctx.clock.now()
    const report = { conversation_id: id, reporter_id: actor.id, reason, last_message_id, reported_at }
    const added = await insertReport(ctx, report)
    if (!added)
      throw conflict('already_reported', 'You have already reported this conversation; staff have yet to look at it.')
    await endDraft(ctx, actor.id, reportPlaceOf(id))
    const fact = { actor_id: actor.id, conversation_id: id, report_id: added.id, sides: [actor.id, other_id] }
    await record(ctx, conversationReported, fact, reported_at)
    return added.id
  })
}

/** Reports that this member of staff may decide. */
export async function listReports(
  ctx: Context,
  actor: Actor,
  state: 'open' | 'settled',
  limit: number,
  after?: Cursor,
) {
  requireMessages(ctx)
  refuseForeignCursor(after)
  const rows = await (state === 'open' ? listOpenReports : listSettledReports)(ctx, actor.id, limit + 1, after)
  return pageOf(rows, limit, ({ settled_at, id }) => [Number(settled_at ?? 0), id])
}

/** @throws forbidden for staff who are one of the two people */
export async function getReport(ctx: Context, actor: Actor, id: number): Promise<ReportRow> {
  requireMessages(ctx)
  const report = await findReport(ctx, id)
  if (!report) throw notFound('report')
  if (actor.id === report.reporter_id || actor.id === report.reported_id)
    throw forbidden('own_conversation', 'This is your own conversation. A colleague has to look at the report.')
  return report
}

/** The reported messages; reading them is logged first. */
export async function readReported(ctx: Context, actor: Actor, report: ReportRow, limit: number, before?: number) {
  const { id: report_id, conversation_id, last_message_id: up_to } = report
  await record(ctx, reportedConversationRead, { actor_id: actor.id, conversation_id, report_id })
  const part = before === undefined ? { up_to } : { before, up_to }
  return (await readThread(ctx, conversation_id, limit, part)) satisfies Thread
}

/** @throws conflict if a colleague has decided already */
export async function settle(ctx: Context, actor: Actor, id: number, decision: string): Promise<void> {
  await withTransaction(ctx, async (ctx) => {
    const { conversation_id } = await getReport(ctx, actor, id)
    if (!(await settleReport(ctx, id, actor.id, decision)))
      throw conflict('already_settled', 'A colleague has settled this report already.')
    await settleForStaff(ctx, 'message_report', id, [messageReportKind.name])
    await record(ctx, reportSettled, { actor_id: actor.id, conversation_id, report_id: id })
  })
}
