import { historyJson, showHistoryEntry } from '#platform/audit/json.ts'
import { historyQuery } from '#platform/audit/schemas.ts'
import { ok } from '#platform/http/answer.ts'
import { idParams } from '#platform/http/fields.ts'
import { api } from '#platform/http/route.ts'
import { readHistory } from './history.ts'

export const historyApi = [
  api.get(
    '/tickets/:id/history',
    {
      summary: 'The audit log of a ticket and its messages, newest first',
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
