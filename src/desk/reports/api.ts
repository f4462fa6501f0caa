import { ok } from '#platform/http/answer.ts'
import { api } from '#platform/http/route.ts'
import { reportJson, showReport } from './json.ts'
import { readReport } from './report.ts'

export const reportsApi = [
  api.get(
    '/admin/reports',
    {
      summary: 'What came in and was done in the last 30 days, how long people waited, and what is open now',
      for: 'admin',
      answers: { 200: reportJson },
    },
    async ({ ctx }) => ok(showReport(await readReport(ctx))),
  ),
]
