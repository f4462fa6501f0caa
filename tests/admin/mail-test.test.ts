import { once } from 'node:events'
import type { createServer } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterAll, describe, expect, test } from 'vitest'
import { countOf, textOf } from '../accounts/reading.ts'
import { join } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { lastAudit, post } from './desk.ts'

const secret = 's3cret-pass'
const path = '/admin/settings/test-mail'

async function listening(server: { listen(port: number, host: string): unknown }): Promise<number> {
  const net = server as unknown as ReturnType<typeof createServer>
  net.listen(0, '127.0.0.1')
  const listener = (server as unknown as { server?: typeof net }).server ?? net
  if (!listener.listening) await once(listener, 'listening')
  return (listener.address() as { port: number }).port
}

async function smtp(options: SMTPServerOptions): Promise<number> {
  const server = new SMTPServer({ hideSTARTTLS: true, allowInsecureAuth: true, logger: false, ...options })
  server.on('error', () => {})
  afterAll(() => new Promise<void>((resolve) => server.close(resolve)))
  return listening(server)
}

async function deskWith(MAIL_URL: string) {
  const world = await startApp({ env: { MAIL_URL } })
  return { world, boss: await join(world, 'boss', 'admin') }
}

const mails: string[] = []
const takes = await smtp({
  authOptional: true,
  onData(stream, _session, done) {
    const chunks: Buffer[] = []
    stream.on('data', (chunk) => chunks.push(chunk))
    stream.on('end', () => {
      mails.push(Buffer.concat(chunks).toString())
      done()
    })
  },
})
const tellsTales = await smtp({
  onAuth: ({ username, password }, _session, done) =>
    done(new Error(`no ${password} for ${username} (${Buffer.from(password ?? '').toString('base64')}), sorry`)),
})

describe('a test of outgoing mail', async () => {
  const good = await deskWith(`smtp://127.0.0.1:${takes}`)
  const bad = await deskWith(`smtp://desk:${secret}@127.0.0.1:${tellsTales}`)
  const closed = await deskWith('smtp://127.0.0.1:1')
  const none = await deskWith('off')

  test('goes to the admin through the mail server, now and past the queue', async () => {
    const { boss, world } = good
    expect((await boss.api.post(path).expect(200)).body).toEqual({ to: boss.email, delivered: true })
    expect(mails).toHaveLength(1)
    expect(mails[0]).toMatch(/^To: .*boss@example\.com/m)
    expect(mails[0]).toMatch(/^Subject: A test of SupportMe/m)
    await post(boss, path).expect(303)
    expect(mails).toHaveLength(2)
    expect(textOf((await boss.pages.get('/admin/settings')).text)).toContain('The mail server has accepted a test mail')
    expect(await countOf(world, 'jobs')).toBe(0)
    expect(await lastAudit(world, null, 'settings')).toMatchObject({ action: 'mail_tested', after: '{"sent":true}' })
  })

  test('tells the mail server’s words, and no credentials even when the server repeats them', async () => {
    const { boss, world } = bad
    const { body, text } = await boss.api.post(path).expect(409)
    expect(body).toMatchObject({ code: 'mail_failed', detail: expect.stringContaining('sorry') })
    const page = await post(boss, path).expect(409)
    expect(textOf(page.text)).toContain('The test mail was not accepted.')
    for (const said of [text, page.text, JSON.stringify(await lastAudit(world, null, 'settings'))]) {
      expect(said).not.toContain(secret)
      expect(said).not.toContain(Buffer.from(secret).toString('base64'))
    }
    expect(await lastAudit(world, null, 'settings')).toMatchObject({ after: '{"sent":false}' })
  })

  test('says so when nobody listens there', async () => {
    const { body } = await closed.boss.api.post(path).expect(409)
    expect(body.detail).toContain('ECONNREFUSED')
  })

  test('without a mail server can be read at /dev/mail', async () => {
    const { boss, world } = none
    expect((await boss.api.post(path).expect(200)).body).toMatchObject({ delivered: false })
    expect(await countOf(world, 'captured_mails')).toBe(1)
  })

  test('in production without mail says what to set', async () => {
    const { boss, world } = none
    Object.assign(world.ctx.mailer, { available: false })
    const { body } = await boss.api.post(path).expect(409)
    expect(body).toMatchObject({ code: 'mail_off', detail: expect.stringContaining('MAIL_URL') })
    expect(textOf((await boss.pages.get('/admin')).text)).toContain('This desk sends no mail.')
    const page = await boss.pages.get(`/admin/accounts/${boss.id}`).expect(200)
    expect(page.text).toContain(`/admin/accounts/${boss.id}/confirmation-link`)
  })
})
