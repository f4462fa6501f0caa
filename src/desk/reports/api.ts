import { ok } from '#platform/http/answer.ts'
import { api } from '#platform/http/route.ts'
import { numbersJson, showNumbers } from './json.ts'
import { readNumbers } from './numbers.ts'

export const numbersApi = [
  api.get(
    '/admin/numbers',
    {
      summary: 'What came in and was done in the last 30 days, how long people waited, and what is open now',
      for: 'admin',
      answers: { 200: numbersJson },
    },
    async ({ ctx }) => ok(showNumbers(await readNumbers(ctx))),
  ),
]
