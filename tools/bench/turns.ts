import { z } from 'zod'
import { ok } from '#platform/http/answer.ts'
import { api } from '#platform/http/route.ts'
import { apiRoutes } from '../../src/app.ts'

/**
 * Measures how long the event loop was blocked, in milliseconds of processor time, which does not depend on other load
 * of the machine. Each turn is measured; `/bench/turns` returns those since the last call.
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
