import { expect, test } from 'vitest'
import { startApp } from '../support/world.ts'
import { headerFaultsOf } from './explained.ts'
import { rawRequest } from './raw-request.ts'

const world = await startApp()
const behindProxy = await startApp({ env: { TRUST_PROXY: '1' } })

test('metrics are for private addresses only, and reveal nothing else', async () => {
  const headers = { 'x-forwarded-for': '203.0.113.9' }
  const answer = await rawRequest(behindProxy.url, { path: '/metrics', headers })
  expect([answer.status, headerFaultsOf(answer.headers)]).toEqual([404, []])
  expect(answer.text).toContain('<h1')
  const nowhere = { 'x-forwarded-for': 'nonsense' }
  expect((await rawRequest(behindProxy.url, { path: '/metrics', headers: nowhere })).status).toBe(404)
  // Without TRUST_PROXY every client of a proxy on this machine comes from 127.0.0.1.
  expect((await rawRequest(world.url, { path: '/metrics', headers })).status).toBe(404)
  expect((await rawRequest(world.url, { path: '/metrics' })).status).toBe(200)
})
