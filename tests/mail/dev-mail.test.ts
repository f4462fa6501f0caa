import pino from 'pino'
import supertest from 'supertest'
import { expect, test } from 'vitest'
import { createApp } from '../../src/app.ts'
import { textOf } from '../accounts/reading.ts'
import { type Letter, lettersTo, linkIn } from '../support/letters.ts'
import { password } from '../support/people.ts'
import { startApp } from '../support/world.ts'

const world = await startApp()

test('outside production every mail can be read at /dev/mail, newest first', async () => {
  let newest: Letter | undefined
  for (const username of ['kim', 'lea']) {
    const email = `${username}@example.com`
    await world.api().post('/api/v1/accounts').send({ username, email, password }).expect(201)
    newest = (await lettersTo(world, email))[0]
  }
  const page = await world.visitor().get('/dev/mail').expect(200)
  expect(page.text).toContain(linkIn(newest as Letter))
  expect(textOf(page.text)).toMatch(/lea@example\.com.*kim@example\.com/)
  expect(page.headers['cache-control']).toContain('no-store')
})

test.each([
  { host: 'desk.example.org' },
  { 'x-forwarded-for': '192.0.2.7' },
  { forwarded: 'for=192.0.2.7' },
  { via: '1.1 proxy' },
])('/dev/mail is for the machine itself, not for whom a proxy speaks for: %j', async (headers) => {
  await world.visitor().get('/dev/mail').set(headers).expect(404)
})

test('no link, token or password is in the log, the audit log or the jobs', async () => {
  const lines: string[] = []
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
  const logged = { ...world, ctx: { ...world.ctx, log } }
  const app = supertest(createApp(logged.ctx))
  const email = 'mia@example.com'
  await app.post('/api/v1/accounts').send({ username: 'mia', email, password }).expect(201)
  await app.post('/api/v1/password-resets').send({ login: email }).expect(204)
  // The two jobs run concurrently: either mail may be the first.
  const links = (await lettersTo(logged, email)).map((letter) => new URL(linkIn(letter)))
  const tokens = ['/verify', '/reset'].map(
    (path) => links.find(({ pathname }) => pathname === path)?.searchParams.get('token') as string,
  )
  for (const link of links) await app.get(link.pathname + link.search).expect(200)
  await app.post('/api/v1/email-confirmations').send({ token: tokens[0] }).expect(204)
  await app.post('/api/v1/email-confirmations').send({ token: tokens[0] }).expect(422)
  await app
    .post('/api/v1/password-resets/current')
    .send({ token: tokens[1], new_password: 'a secret of mia' })
    .expect(204)

  const tables = ['jobs', 'audit_entries', 'failed_logins', 'account_tokens'] as const
  const stored = await Promise.all(tables.map((table) => world.ctx.db.selectFrom(table).selectAll().execute()))
  expect(lines.length).toBeGreaterThan(5)
  const everything = lines.join('') + JSON.stringify(stored)
  expect(tokens.every((token) => token.length === 32)).toBe(true)
  for (const secret of [...tokens, password, 'a secret of mia']) expect(everything).not.toContain(secret)
})
