import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import express, { type Request, type Response } from 'express'
import { expect, onTestFinished, test } from 'vitest'
import { createMetrics } from '#platform/http/metrics.ts'
import { describe, requestLog } from '#platform/http/request-log.ts'
import { beginEvents } from '#platform/live/event-stream.ts'
import { apiRoutes, pageRoutes } from '../../src/app.ts'
import { join, password } from '../support/people.ts'
import { startApp } from '../support/world.ts'

const world = await startApp()

test('the log names client and account of a request; a stream that ends is no failure and not in the figures', async () => {
  const lines: object[] = []
  const log = {
    info: (line: object) => lines.push(line),
    debug: (line: object) => lines.push({ quiet: true, ...line }),
  }
  const metrics = createMetrics()
  const app = express().use(requestLog({ ...world.ctx, log } as never, metrics))
  app.get('/one', (_req, res) => {
    res.locals.actor = { id: 7, username: 'kim' }
    res.send('')
  })
  app.get('/live', (_req, res) => void beginEvents(res))
  app.get('/healthz', (_req, res) => void res.send('ok'))
  const server = app.listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  await (await fetch(`${url}/one?token=secret`)).text()
  await (await fetch(`${url}/healthz`)).text()
  const leave = new AbortController()
  await fetch(`${url}/live`, { signal: leave.signal })
  leave.abort()
  await expect.poll(() => lines).toHaveLength(3)
  expect(lines).toMatchObject([
    { path: '/one', status: 200, address: '127.0.0.1', account_id: 7 },
    { path: '/healthz', quiet: true },
    { path: '/live', status: 200, account_id: null },
  ])
  expect(JSON.stringify(lines)).not.toMatch(/secret|kim/)
  const figures = await metrics.registry.metrics()
  expect(figures).not.toContain('status="499"')
  expect(figures.match(/http_request_duration_seconds_count\{.*?\} (\d+)/)?.[1]).toBe('2')
})

test('neither secrets nor names in addresses are in the log', () => {
  const paths = [...pageRoutes.map(({ path }) => path), ...apiRoutes.map(({ path }) => `/api/v1${path}`)]
  const secrets = paths.filter((path) => /:(token|username)/.test(path))
  expect(secrets.length).toBeGreaterThan(6)
  for (const path of secrets)
    for (const originalUrl of [path, path.toUpperCase(), `${path}/`, `${path}/more?a=b`]) {
      const url = originalUrl.replace(/:(token|username)/i, 'SECRET-token_1')
      const req = {
        method: 'GET',
        originalUrl: url,
        socket: {},
        headers: {},
        get: () => undefined,
      } as unknown as Request
      expect(describe(req, { locals: {} } as Response).path).not.toMatch(/secret/i)
    }
})

test('the figures tell what an operator looks for', async () => {
  await join(world, 'kim')
  await world
    .api()
    .post('/api/v1/sessions')
    .send({ login: 'kim', password: `${password}!` })
    .expect(422)
  world.ctx.counters.add('failed_writes', 'full')
  const { text } = await world.api().get('/metrics').expect(200)
  expect(text).toContain('failed_logins_total{reason="wrong"} 1')
  expect(text).toContain('failed_writes_total{fault="full"} 1')
  expect(text).toMatch(/^database_size_bytes [1-9]\d{4,}$/m)
  expect(text).toMatch(/^last_backup_timestamp_seconds 0$/m)
  expect(text).toMatch(/^live_streams 0$/m)
  expect(text).toMatch(/^jobs\{state="dead"\} 0$/m)
  expect(text).toContain('nodejs_eventloop_lag_p99_seconds')
})
