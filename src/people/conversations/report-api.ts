import { isoTime } from '#lib/format-time.ts'
import { ok } from '#platform/http/answer.ts'
import { idParams } from '#platform/http/fields.ts'
import { api } from '#platform/http/route.ts'
import { personOf } from '#platform/identity/people.ts'
import { reportedMessagesJson, reportJson, reportListJson, showReport } from './json.ts'
import { getReport, listReports, readReported, settle } from './reports.ts'
import { messagesQuery, reportsQuery, settlement } from './schemas.ts'

const one = { for: 'staff', params: idParams } as const

export const reportApi = [
  api.get(
    '/message-reports',
    {
      summary: 'Reports of conversations, except your own, newest first; settled ones by when they were settled',
      for: 'staff',
      query: reportsQuery,
      answers: { 200: reportListJson },
    },
    async ({ ctx, actor, query: { state, limit, cursor } }) => {
      const { rows, next } = await listReports(ctx, actor, state, limit, cursor)
      return ok({ reports: rows.map(showReport), next_cursor: next })
    },
  ),
  api.get(
    '/message-reports/:id',
    { ...one, summary: 'A report', answers: { 200: reportJson } },
    async ({ ctx, actor, params }) => ok(showReport(await getReport(ctx, actor, params.id))),
  ),
  api.get(
    '/message-reports/:id/messages',
    {
      ...one,
      summary: 'The reported conversation, up to its last message at that time; the log records that you read it',
      query: messagesQuery,
      answers: { 200: reportedMessagesJson },
    },
    async ({ ctx, actor, params, query: { limit, before } }) => {
      const report = await getReport(ctx, actor, params.id)
      const { messages, more } = await readReported(ctx, actor, report, limit, before)
      const shown = messages.map(({ id, author_id, body, sent_at, ...author }) => ({
        id,
        author: personOf({ ...author, id: author_id }),
        body,
        sent_at: isoTime(sent_at),
      }))
      return ok({ messages: shown, more })
    },
  ),
  api.put(
    '/message-reports/:id/settlement',
    { ...one, summary: 'Settle a report with a decision', body: settlement, answers: { 200: reportJson } },
    async ({ ctx, actor, params, body }) => {
      await settle(ctx, actor, params.id, body.decision)
      return ok(showReport(await getReport(ctx, actor, params.id)))
    },
  ),
]
