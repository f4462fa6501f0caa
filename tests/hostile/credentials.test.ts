import { expect, test } from 'vitest'
import { setStage } from '../permissions/stage.ts'
import { startApp } from '../support/world.ts'
import { Findings, headerFaultsOf } from './explained.ts'
import { rawRequest } from './raw-request.ts'

const world = await startApp()
const { token } = await setStage(world, { path: '' }, 'owner')
const good = `Bearer ${token}`

test('the API takes one good token and nothing else', async () => {
  const findings = new Findings()
  const words = [
    '',
    'Bearer',
    'Bearer ',
    'Bearer null',
    'Basic dXNlcjpwYXNz',
    `${good} x`,
    `${good}\u00e9`,
    `${good},${good}`,
  ]
  for (const authorization of [...words, `Bearer ${'x'.repeat(8000)}`, `Token ${token}`, `Bearer ${token}.${token}`]) {
    const answer = await rawRequest(world.url, { path: '/api/v1/me', headers: { authorization } })
    findings.refused(authorization, answer)
    if (answer.status !== 401) findings.note(`${authorization}: ${answer.status}`)
  }
  findings.expectNone()
  const answer = await rawRequest(world.url, { path: '/api/v1/me', headers: { authorization: good } })
  expect(answer.status).toBe(200)
})

test('the API refuses two Authorization headers, whichever is good', async () => {
  const bad = 'Bearer bad'
  for (const [first, second] of [
    [good, bad],
    [bad, good],
    [good, good],
  ] as const) {
    const headers = ['host', 'localhost', 'authorization', first, 'authorization', second]
    expect((await rawRequest(world.url, { path: '/api/v1/me', headers })).status).toBe(401)
  }
})

test('the API looks at no cookie', async () => {
  const answer = await rawRequest(world.url, { path: '/api/v1/me', headers: { cookie: `session=${token}` } })
  expect(answer.status).toBe(401)
})

const seal = 'x'.repeat(43)
const garbage = [
  '',
  ';;;=;=;',
  'session',
  'session=',
  'session=%E0%A4%A',
  'session=\u00e9\u00e9',
  `session=${'x'.repeat(7000)}`,
  'session=__proto__; __proto__=1',
  'session=a.b.c',
  `session=bad; session=${token}`,
  'flash=x',
  'flash=.',
  `flash=e30.${seal}`,
  `flash=e30.${'\u00e9'.repeat(43)}`,
  `flash=${'.'.repeat(500)}`,
  'flash=x; flash=y',
]

test.each(garbage)('the cookie %j logs nobody in and breaks nothing', async (cookie) => {
  for (const path of ['/login', '/', '/nope', '/home']) {
    const { status, headers, text } = await rawRequest(world.url, { path, headers: { cookie } })
    expect([path, status]).toEqual([path, { '/nope': 404, '/home': 303 }[path] ?? 200])
    expect(headerFaultsOf(headers)).toEqual([])
    expect(text).not.toContain('"flash')
  }
})
