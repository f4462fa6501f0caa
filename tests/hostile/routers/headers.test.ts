import { describe, expect, test } from 'vitest'
import { fingerprint } from '../../permissions/fingerprint.ts'
import { setStage } from '../../permissions/stage.ts'
import { password } from '../../support/people.ts'
import { startApp } from '../../support/world.ts'
import { Findings, headerFaultsOf } from '../explained.ts'
import { bodyHeaders, formType, rawRequest } from '../raw-request.ts'
import { aimAt, targets } from '../targets.ts'

const world = await startApp()

const noKeys = ['x'.repeat(201), 'x'.repeat(6000), 'two words', 'schl\u00fcssel', '\t', 'a, b']

describe.each(targets.filter(({ keepsAnswer }) => keepsAnswer))('$name', (target) => {
  test('refuses an idempotency key that is none, and stores nothing', async () => {
    const { good, sendFields } = await aimAt(world, target)
    const before = await fingerprint(world.ctx)
    const findings = new Findings()

    for (const key of noKeys) {
      if (target.router === 'page') findings.refused(key, await sendFields({ ...good, idempotency_key: key }))
      else if (key.trim()) findings.refused(key, await sendFields(good, { 'idempotency-key': key }))
    }
    if (target.router === 'page')
      findings.refused('two keys', await sendFields({ ...good, idempotency_key: ['a', 'b'] }))

    findings.expectNone()
    expect(await fingerprint(world.ctx)).toEqual(before)
  })
})

describe.each(targets.filter(({ router }) => router === 'page'))('$name', (target) => {
  const elsewhere = [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'nonsense' },
    { 'sec-fetch-site': 'cross-site', origin: world.url },
    { 'sec-fetch-site': '', origin: 'https://evil.example' },
    { 'sec-fetch-site': '', origin: 'null' },
    { 'sec-fetch-site': '', origin: `${world.url}.evil.example` },
    { 'sec-fetch-site': '', origin: world.url.replace('http:', 'https:') },
  ]

  test('takes nothing that another site sent', async () => {
    const { good, sendFields } = await aimAt(world, target)
    const before = await fingerprint(world.ctx)
    const findings = new Findings()

    for (const headers of elsewhere) {
      const answer = await sendFields(good, headers)
      findings.refused(JSON.stringify(headers), answer)
      if (answer.status !== 403) findings.note(`${JSON.stringify(headers)}: ${answer.status}`)
      if (!answer.text.includes('<h1>This was sent from another site</h1>')) findings.note('is headed otherwise')
    }

    findings.expectNone()
    expect(await fingerprint(world.ctx)).toEqual(before)
  })
})

describe('where a form comes from', () => {
  const ours = [{ 'sec-fetch-site': 'same-origin' }, { 'sec-fetch-site': 'none' }, { origin: world.url }, {}]
  test.each(ours)('it is taken with %j', async (headers) => {
    const { owner } = await setStage(world, { path: '' }, 'owner')
    const body = String(new URLSearchParams({ login: owner.username, password }))
    const answer = await rawRequest(world.url, {
      method: 'POST',
      path: '/login',
      headers: { ...bodyHeaders(formType, body), ...headers },
      body,
    })
    expect([answer.status, answer.headers.location]).toEqual([303, '/home'])
    expect(headerFaultsOf(answer.headers)).toEqual([])
  })
})
