import type { Context } from '#context'
import { type FormattedTime, formatTime } from '#lib/format-time.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { endDraft } from '#platform/drafts/drafts.ts'
import { type DraftForm, formWithDraft } from '#platform/drafts/forms.ts'
import { type Answer, seeOther, view } from '#platform/http/answer.ts'
import { idParams } from '#platform/http/fields.ts'
import { type Call, type Form, page } from '#platform/http/route.ts'
import type { Person } from '#platform/identity/people.ts'
import { readNotificationsOfPage } from '#platform/notifications/inbox.ts'
import { withReason } from '#platform/pages/forms.ts'
import { getConversation } from './conversations.ts'
import { reportedOf, reporterOf } from './json.ts'
import { shownMessages } from './limits.ts'
import { messageModels } from './models.ts'
import { decisionPlaceOf, reportPlaceOf } from './places.ts'
import type { ReportRow } from './report-queries.ts'
import { getReport, listReports, readReported, reportConversation, settle } from './reports.ts'
import { reportForm, reportPageQuery, reportsPageQuery, settlement } from './schemas.ts'

declare module '#platform/http/views.ts' {
  interface Views {
    'conversations/report': { id: number; display_name: string; form: DraftForm }
    'message-reports/index': {
      state: 'open' | 'settled'
      rows: ReturnType<typeof reportModel>[]
      next: string | null
      first: string | null
    }
    'message-reports/show': { report: ReturnType<typeof reportModel>; form: DraftForm }
    'message-reports/conversation': {
      id: number
      messages: Awaited<ReturnType<typeof messageModels>>
      older: string | null
      newer: string | null
    }
  }
}

type OwnCall = Pick<Call<'member', { id: number }>, 'ctx' | 'actor' | 'params'>

async function reportingPage({ ctx, actor, params }: OwnCall, refused?: Form): Promise<Answer> {
  const { id, display_name } = await getConversation(ctx, actor, params.id)
  const form = await formWithDraft(ctx, actor, reportPlaceOf(id), refused, { note: '' })
  return view('conversations/report', `Report ${display_name}`, { id, display_name, form })
}

interface ReportModel {
  id: number
  reporter: Person
  reported: Person
  reason: string
  reported_at: FormattedTime
  settled_at: FormattedTime | null
  settled_by: string | null
  decision: string | null
}

const reportModel = (ctx: Context, row: ReportRow): ReportModel => ({
  id: row.id,
  reporter: reporterOf(row),
  reported: reportedOf(row),
  reason: row.reason,
  reported_at: formatTime(ctx, row.reported_at),
  settled_at: row.settled_at === null ? null : formatTime(ctx, row.settled_at),
  settled_by: row.settler_name,
  decision: row.decision,
})

type StaffCall = Pick<Call<'staff', { id: number }>, 'ctx' | 'actor' | 'params'>

async function reportPage({ ctx, actor, params }: StaffCall, refused?: Form): Promise<Answer> {
  const report = await getReport(ctx, actor, params.id)
  // A refused form shows the page too, and must not write.
  if (!refused) await readNotificationsOfPage(ctx, actor, { subject: { type: 'message_report', id: report.id } })
  const form = await formWithDraft(ctx, actor, decisionPlaceOf(report.id), refused, { decision: '' })
  return view('message-reports/show', `Report #${report.id}`, { report: reportModel(ctx, report), form })
}

async function reportedPage({ ctx, actor, params }: StaffCall, before?: number): Promise<Answer> {
  const report = await getReport(ctx, actor, params.id)
  const { messages, more } = await readReported(ctx, actor, report, shownMessages, before)
  const address = `/message-reports/${report.id}/conversation`
  const oldest = messages[0]
  return view('message-reports/conversation', 'The reported conversation', {
    id: report.id,
    messages: await messageModels(ctx, messages, null),
    older: more && oldest ? `${address}?before=${oldest.id}` : null,
    newer: before === undefined ? null : address,
  })
}

const perPage = 25

export const reportPages = [
  page.get('/conversations/:id/report', { for: 'member', params: idParams }, (call) => reportingPage(call)),
  page.post(
    '/conversations/:id/report',
    {
      for: 'member',
      params: idParams,
      body: reportForm,
      refused: (call, form, { message }) => reportingPage(call, withReason(form, message)),
    },
    async ({ ctx, actor, params, body }) => {
      await reportConversation(ctx, actor, params.id, body.note)
      return seeOther(`/conversations/${params.id}`, 'Your report is with the staff.')
    },
  ),
  page.get(
    '/message-reports',
    { for: 'staff', query: reportsPageQuery },
    async ({ ctx, actor, query: { state, cursor } }) => {
      const { rows, next } = await listReports(ctx, actor, state, perPage, cursor)
      return view('message-reports/index', 'Reported messages', {
        state,
        rows: rows.map((row) => reportModel(ctx, row)),
        next: next && `/message-reports?state=${state}&cursor=${next}`,
        first: cursor ? `/message-reports?state=${state}` : null,
      })
    },
  ),
  page.get('/message-reports/:id', { for: 'staff', params: idParams }, (call) => reportPage(call)),
  page.get('/message-reports/:id/conversation', { for: 'staff', params: idParams, query: reportPageQuery }, (call) =>
    reportedPage(call, call.query.before),
  ),
  page.post(
    '/message-reports/:id/settlement',
    {
      for: 'staff',
      params: idParams,
      body: settlement,
      refused: (call, form, { message }) => reportPage(call, withReason(form, message)),
    },
    async ({ ctx, actor, params, body }) => {
      await withTransaction(ctx, async (ctx) => {
        await endDraft(ctx, actor.id, decisionPlaceOf(params.id))
        await settle(ctx, actor, params.id, body.decision)
      })
      return seeOther('/message-reports', `Report #${params.id} is settled.`)
    },
  ),
]
