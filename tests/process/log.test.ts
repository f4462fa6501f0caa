import { expect, test } from 'vitest'
import { clientOf, opened, password, registered } from './client.ts'
import { setUp, setupLink } from './first-admin.ts'
import { end, ownFolder, type Program, start } from './program.ts'

const browser = { 'sec-fetch-site': 'same-origin' }

async function send(program: Program, path: string, fields: Record<string, string>, cookie = '') {
  const headers = { ...browser, ...(cookie && { cookie }) }
  return fetch(program.url + path, { method: 'POST', headers, body: new URLSearchParams(fields), redirect: 'manual' })
}

/** The lines of the log, without what is printed for the person who started the program. */
const linesOf = (program: Program) =>
  program
    .out()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>)

test('the log tells every request with its id, and no secret', async () => {
  const program = await start({ folder: await ownFolder(), env: { LOG_LEVEL: 'trace' } })
  const link = await setupLink(program)
  await fetch(link)
  const cookies = (await setUp(program, link, 'boss')).headers.getSetCookie().map((cookie) => cookie.split(/[=;]/)[1])
  const client = await registered(program)
  const ticket = await opened(client)
  await client.get(`/tickets?queue=open&cursor=hush-hush-cursor`)
  await clientOf(program.url, 'hush.hush.token').get('/me')
  const wanted = { name: 'Till', scopes: ['read'], expires_in_days: 30 }
  const { token } = (await client.post('/me/api-tokens', wanted)).body
  expect((await clientOf(program.url, token).get('/me')).status).toBe(200)
  expect((await clientOf(program.url, token).post('/tickets', {})).status).toBe(403)
  expect((await clientOf(program.url, token.replace(/..$/, 'hh')).get(`/me?token=${token}`)).status).toBe(401)
  await clientOf(program.url).post('/sessions', { login: 'kim', password: 'hush-wrong-password' })
  await send(program, '/login?next=/hush-next', { login: 'kim', password: 'hush-wrong-password' })
  const session = await send(program, '/login', { login: 'kim', password })
  const cookie = session.headers.getSetCookie().find((one) => one.startsWith('session=')) ?? ''
  const change = { current_password: password, new_password: 'hush new', new_password_confirmation: 'hush new' }
  const changed = await send(program, '/profile/password', change, cookie.split(';')[0])
  expect([session.status, changed.status]).toEqual([303, 303])
  const last = await fetch(`${program.url}/tickets/${ticket}?code=hush-code`)
  await end(program)

  const lines = linesOf(program)
  const requests = lines.filter(({ msg }) => msg === 'request')
  const ids = requests.map(({ request_id }) => request_id)
  expect(requests.length).toBeGreaterThanOrEqual(11)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids).toContain(last.headers.get('x-request-id'))
  for (const line of requests) expect(line).toMatchObject({ method: expect.any(String), status: expect.any(Number) })
  expect(requests.map(({ path }) => path)).toContain('/profile/password')
  expect(requests.filter(({ token_id }) => token_id === 1).map(({ status }) => status)).toEqual([200, 403])

  const log = JSON.stringify(lines)
  const secrets = [
    ...cookies,
    client.token,
    token.slice(0, -2),
    cookie.split(/[=;]/)[1],
    new URL(link).searchParams.get('code'),
  ]
  for (const secret of [...secrets, password, 'hush', '?']) expect(log).not.toContain(secret)
  expect(secrets.length).toBeGreaterThanOrEqual(4)
  for (const secret of secrets) expect(secret).toMatch(/\S{20,}/)
})
