import { describe, expect, test } from 'vitest'
import { rawRequest } from '../hostile/raw-request.ts'
import { startApp } from '../support/world.ts'

const env = {
  NODE_ENV: 'production',
  BASE_URL: 'https://desk.example.org',
  SECRET_KEY: 'Zq7xV1mR0tYb9cKd3eLf6gHj8nPw2sUa',
  PEPPER: 'uT5iO9pA1sD4fG7hJ0kL3zX6cV8bN2mQ',
  RATE_LIMITS: 'on',
}
const behindProxy = await startApp({ env: { ...env, TRUST_PROXY: '1' } })
const alone = await startApp({ env })
const plain = { 'x-forwarded-proto': 'http', host: 'evil.example' }
const safe = { 'x-forwarded-proto': 'https' }

describe('in production behind a proxy', () => {
  test.each(['/', '/login?next=%2Fhome', '/api/v1/me'])('what came over http is led to HTTPS: %s', async (path) => {
    const { status, headers } = await rawRequest(behindProxy.url, { path, headers: plain })
    expect([status, headers.location]).toEqual([308, `https://desk.example.org${path}`])
  })

  test('what would be sent over http is refused, not led on: it has been overheard already', async () => {
    for (const path of ['/login', '/api/v1/sessions']) {
      const { status } = await rawRequest(behindProxy.url, { method: 'POST', path, headers: plain })
      expect(status).toBe(403)
    }
  })

  test('over HTTPS pages come with HSTS for at least half a year, and cookies for HTTPS and this host alone', async () => {
    const { status, headers } = await rawRequest(behindProxy.url, { path: '/login', headers: safe })
    expect(status).toBe(200)
    const age = /max-age=(\d+)/.exec(String(headers['strict-transport-security']))?.[1]
    expect(Number(age)).toBeGreaterThanOrEqual(180 * 24 * 3600)

    const form = {
      username: 'kim',
      email: 'kim@example.com',
      password: 'a fine horse',
      password_confirmation: 'a fine horse',
    }
    const body = String(new URLSearchParams(form))
    const registered = await rawRequest(behindProxy.url, {
      method: 'POST',
      path: '/register',
      headers: {
        ...safe,
        'sec-fetch-site': 'same-origin',
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': String(body.length),
      },
      body,
    })
    // Mail is off: nobody can confirm an address, so nobody has to.
    expect(registered.status).toBe(303)
    const session = registered.headers['set-cookie']?.find((cookie) => cookie.includes('session='))
    expect(session).toMatch(/^__Host-session=.*; Path=\/;.*HttpOnly; Secure; SameSite=Lax$/)
  })

  test('health is answered over http: the proxy itself asks for it', async () => {
    expect((await rawRequest(behindProxy.url, { path: '/healthz' })).status).toBe(200)
  })
})

test('without a trusted proxy nobody is led in circles, and no header is believed', async () => {
  expect((await rawRequest(alone.url, { path: '/login', headers: plain })).status).toBe(200)
})

test('in production no mail can be read in the browser', async () => {
  expect((await rawRequest(alone.url, { path: '/dev/mail' })).status).toBe(404)
})

test('in production without mail, what needs it says what to do instead', async () => {
  const page = await rawRequest(alone.url, { path: '/forgot' })
  expect(page.text).toContain('This help desk sends no mail. Ask an admin')
  const answer = await alone.api().post('/api/v1/password-resets').send({ login: 'kim' })
  expect([answer.status, answer.body.code]).toEqual([409, 'mail_off'])
})

test('in production without mail, too, registering does not tell that an address is known', async () => {
  const account = { username: 'lea', email: 'lea@example.com', password: 'a fine horse' }
  await alone.api().post('/api/v1/accounts').send(account).expect(201)
  const again = { ...account, username: 'leo' }
  await alone.api().post('/api/v1/accounts').send(again).expect(201)
})
