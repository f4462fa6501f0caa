import { ok } from '#platform/http/answer.ts'
import { idParams } from '#platform/http/fields.ts'
import { api } from '#platform/http/route.ts'
import { readHistory } from './history.ts'
import { auditListJson, historyJson, showEntry, showHistoryEntry } from './json.ts'
import { readLog } from './log.ts'
import { auditQuery, historyQuery } from './schemas.ts'

export const auditApi = [
  api.get(
    '/admin/audit',
    {
      summary: 'The audit log, newest first; `who` is a username, email or id, or `system`',
      for: 'admin',
      query: auditQuery,
      answers: { 200: auditListJson },
    },
    async ({ ctx, query: { limit, cursor, ...filter } }) => {
      const { rows, next } = await readLog(ctx, filter, limit, cursor)
      return ok({ entries: rows.map(showEntry), next_cursor: next })
    },
  ),
  api.get(
    '/tickets/:id/history',
    {
      summary: 'What the audit log knows of a ticket and its messages, newest first',
      for: 'staff',
      heavy: true,
      params: idParams,
      query: historyQuery,
      answers: { 200: historyJson },
    },
    async ({ ctx, actor, params, query }) => {
      const { rows, next } = await readHistory(ctx, actor, params.id, query.limit, query.cursor)
      return ok({ entries: rows.map(showHistoryEntry), next_cursor: next })
    },
  ),
]
