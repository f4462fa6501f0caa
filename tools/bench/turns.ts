import { z } from 'zod'
import { ok } from '#platform/http/answer.ts'
import { api } from '#platform/http/route.ts'
import { apiRoutes } from '../../src/app.ts'

/**
 * How long the event loop was held, in milliseconds of its own processor time: what else runs on the machine does not
 * count. Each turn of the loop is looked at; `/bench/turns` tells of those since it was asked last.
 */
export function addTurns(): void {
  let most = 0
  let before = process.threadCpuUsage()
  setInterval(() => {
    const { user, system } = process.threadCpuUsage(before)
    before = process.threadCpuUsage()
    most = Math.max(most, (user + system) / 1000)
  }, 1)
  apiRoutes.unshift(
    api.get('/bench/turns', { for: 'anyone', summary: '', answers: { 200: z.unknown() } }, () => {
      const answer = ok({ most })
      most = 0
      return answer
    }),
  )
}
