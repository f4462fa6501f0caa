import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { sendMail } from '#platform/mail/send.ts'
import { workOff } from '../support/letters.ts'
import { password } from '../support/people.ts'
import { startApp } from '../support/world.ts'

interface Call {
  url: string
  authorization: string | undefined
  form: FormData
}

/** The requests that the fake Mailgun has received, with their addresses. */
const calls: Call[] = []
let status = 200
const server = createServer(async (req, res) => {
  const chunks: Buffer[] = []
  for await (const chunk of req) chunks.push(chunk)
  const headers = { 'content-type': String(req.headers['content-type']) }
  const form = await new Response(Buffer.concat(chunks), { headers }).formData()
  calls.push({ url: String(req.headers['x-asked']), authorization: req.headers.authorization, form })
  res.writeHead(status, { 'content-type': 'application/json' }).end('{"message":"Queued. Thank you."}')
})
await once(server.listen(0, '127.0.0.1'), 'listening')
afterAll(() => server.close())
const local = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

/** Sends every outgoing request to the server above. */
const fetchLocally: typeof fetch = (url, init) =>
  fetch(local, { ...init, headers: { ...(init?.headers as Record<string, string>), 'x-asked': String(url) } })

const env = { MAIL_URL: '', MAILGUN_API_KEY: 'a-mailgun-key', MAILGUN_DOMAIN: 'mg.studio.example' }
const us = await startApp({ env, fetch: fetchLocally })
const eu = await startApp({ env: { ...env, MAILGUN_DOMAIN_REGION: 'eu' }, fetch: fetchLocally })

beforeEach(() => {
  calls.length = 0
  status = 200
})

describe('a mail by Mailgun', () => {
  test.each([
    ['us', us, 'https://api.mailgun.net'],
    ['eu', eu, 'https://api.eu.mailgun.net'],
  ] as const)('goes to the region %s, with the key and every part', async (region, world, origin) => {
    const email = `kim.${region}@example.com`
    await world.api().post('/api/v1/accounts').send({ username: 'kim', email, password }).expect(201)
    expect(calls).toEqual([])
    await workOff(world)
    expect(calls).toHaveLength(1)
    const [call] = calls
    expect(call?.url).toBe(`${origin}/v3/mg.studio.example/messages`)
    expect(call?.authorization).toBe(`Basic ${Buffer.from('api:a-mailgun-key').toString('base64')}`)
    const parts = Object.fromEntries(call?.form ?? [])
    expect(parts).toMatchObject({
      from: '"SupportMe" <desk@mg.studio.example>',
      to: email,
      subject: 'Please confirm your address at SupportMe',
      text: expect.stringContaining(`${world.url}/verify?token=`),
      html: expect.stringContaining(`${world.url}/verify?token=`),
      'h:Message-Id': expect.stringMatching(/^<[\da-f]{32}@127\.0\.0\.1>$/),
    })
  })

  test('that is not taken is tried again, under the same id for the same thing', async () => {
    status = 500
    const { ctx } = us
    const mail = { to: 'lea@example.com', subject: 'News', template: 'notice', about: 'once' }
    const send = () => sendMail(ctx, { ...mail, model: { name: 'Lea', sentence: 'Hello.' } })
    await expect(send()).rejects.toThrow('Mailgun answered 500')
    status = 200
    await send()
    const ids = calls.map(({ form }) => form.get('h:Message-Id'))
    expect(ids).toEqual([ids[0], ids[0]])
  })

  test('fails without telling the key', async () => {
    status = 401
    await us.api().post('/api/v1/accounts').send({ username: 'mia', email: 'mia@example.com', password }).expect(201)
    await workOff(us)
    const [job] = await us.ctx.db.selectFrom('jobs').selectAll().where('status', '=', 'queued').execute()
    expect(job?.last_error).toBe('Mailgun answered 401')
    expect(JSON.stringify(job)).not.toContain('a-mailgun-key')
  })

  test.each(['\r\nBcc: evil@example.com', '\nX-Evil: yes'])('keeps %j inside its field', async (evil) => {
    const { ctx } = us
    const settings = { ...ctx.settings, current: { ...ctx.settings.current, site_name: `Stu"dio${evil}` } }
    const mail = { to: 'lea@example.com', subject: `News${evil}`, template: 'notice', about: evil }
    const headers = { 'X-Ticket': `1${evil}` }
    const model = { name: 'Lea', sentence: 'Hello.' }
    await sendMail({ ...ctx, settings } as typeof ctx, { ...mail, headers, model })
    const parts = Object.fromEntries(calls[0]?.form ?? [])
    for (const name of ['from', 'to', 'subject', 'h:X-Ticket']) expect(parts[name]).not.toMatch(/[\r\n]/)
    expect(Object.keys(parts)).not.toContain('bcc')
    expect(parts.from).toMatch(/^"[^"]*" <desk@mg\.studio\.example>$/)
  })
})
