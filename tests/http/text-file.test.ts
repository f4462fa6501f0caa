import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { afterAll, expect, test } from 'vitest'
import { textFile } from '#platform/http/answer.ts'

const logged: string[] = []
const log = { error: (_: object, text: string) => void logged.push(text) }
let closed = 0

async function* pieces(failsAfter: number) {
  try {
    for (let n = 0; n < 3; n++) {
      if (n === failsAfter) throw new Error('the database is away')
      yield `${n}\n`
    }
  } finally {
    closed += 1
  }
}

const app = express()
app.get('/:fails', async (req, res) => {
  const text = pieces(Number(req.params.fails))
  const answer = await textFile({ filename: 'numbers.csv', type: 'text/csv', text, log })
  if (answer.kind === 'stream') answer.start(res)
})
app.get('/hung-up/early', async (_req, res) => {
  const answer = await textFile({ filename: 'numbers.csv', type: 'text/csv', text: pieces(9), log })
  const gone = once(res, 'close')
  res.destroy()
  await gone
  if (answer.kind === 'stream') answer.start(res)
})
app.use(((_error, _req, res, _next) => void res.sendStatus(503)) satisfies express.ErrorRequestHandler)
const server = createServer(app).listen(0, '127.0.0.1')
await once(server, 'listening')
afterAll(() => server.close())
const ask = (fails: number | string, method = 'GET') =>
  fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/${fails}`, { method })

test('a file made while it is sent arrives whole, breaks off where it cannot go on, and is no file where it cannot begin', async () => {
  const whole = await ask(9)
  expect(whole.headers.get('content-disposition')).toBe('attachment; filename=numbers.csv')
  expect(await whole.text()).toBe('0\n1\n2\n')
  expect(logged).toEqual([])
  await expect(ask(2).then((answer) => answer.text())).rejects.toThrow()
  expect(logged).toEqual(['file not finished'])
  expect((await ask(0)).status).toBe(503)
})

test('a HEAD request makes only the beginning of it', async () => {
  const before = closed
  const { status, headers } = await ask(9, 'HEAD')
  expect([status, headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8'])
  expect(closed).toBe(before + 1)
})

test('who hangs up before it begins is no failure of ours', async () => {
  const before = [closed, logged.length] as const
  await expect(ask('hung-up/early')).rejects.toThrow()
  await expect.poll(() => [closed, logged.length]).toEqual([before[0] + 1, before[1]])
})
