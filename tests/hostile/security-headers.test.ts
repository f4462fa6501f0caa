import { expect, test } from 'vitest'
import { ask } from '../permissions/ask.ts'
import { setStage } from '../permissions/stage.ts'
import { rows } from '../permissions/table.ts'
import { startApp } from '../support/world.ts'
import { headerFaultsOf } from './explained.ts'
import { rawRequest } from './raw-request.ts'

const world = await startApp()

test.each(rows)('$door $method $address is answered with the security headers', async (row) => {
  for (const role of ['nobody', 'owner', 'assistant'] as const) {
    const { headers, status } = await ask(world, row, await setStage(world, row, role))
    expect(headerFaultsOf(headers), `${role}: ${status}`).toEqual([])
  }
})

test('what holds something of somebody is kept by no cache', async () => {
  const private_ = rows.filter(({ door, method, expected }) => {
    const only = expected.nobody === 'login' || expected.nobody === '401' || expected.nobody === '403'
    // Who has no second step to do is led on, with nothing of anybody in the answer.
    return method === 'GET' && only && door !== 'root' && expected.owner !== 'home'
  })
  expect(private_.length).toBeGreaterThan(10)
  for (const row of private_) {
    const role = row.expected.owner === '403' ? 'admin' : 'owner'
    const { headers } = await ask(world, row, await setStage(world, row, role))
    expect(headers['cache-control'], row.address).toContain('no-store')
  }
})

test('figures are for private addresses only, and nothing else is told', async () => {
  const headers = { 'x-forwarded-for': '203.0.113.9' }
  const behindProxy = await startedBehindProxy
  const answer = await rawRequest(behindProxy.url, { path: '/metrics', headers })
  expect([answer.status, headerFaultsOf(answer.headers)]).toEqual([404, []])
  expect(answer.text).toContain('<h1')
  const nowhere = { 'x-forwarded-for': 'nonsense' }
  expect((await rawRequest(behindProxy.url, { path: '/metrics', headers: nowhere })).status).toBe(404)
  expect((await rawRequest(world.url, { path: '/metrics', headers })).status).toBe(200)
})

const startedBehindProxy = startApp({ env: { TRUST_PROXY: '1' } })
