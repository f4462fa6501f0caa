import { ok } from '#platform/http/answer.ts'
import { api } from '#platform/http/route.ts'
import { auditListJson, showEntry } from './json.ts'
import { readLog } from './log.ts'
import { auditQuery } from './schemas.ts'

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
]
