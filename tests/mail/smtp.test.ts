import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import type { KyselyPlugin } from 'kysely'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { noticeJob, notifyByMail } from '#people/accounts/verification-mail.ts'
import { StorageError } from '#platform/db/storage-error.ts'
import { enqueueAll } from '#platform/jobs/jobs.ts'
import { retryDelay } from '#platform/jobs/retry-delay.ts'
import { insertSentMail } from '#platform/mail/queries.ts'
import { messageIdOf, sendMail } from '#platform/mail/send.ts'
import { createSmtpSender, serverAt } from '#platform/mail/smtp.ts'
import { countOf } from '../accounts/reading.ts'
import { hour, minute } from '../support/clock.ts'
import { engine } from '../support/database.ts'
import { workOff } from '../support/letters.ts'
import { openMailbox } from '../support/mailbox.ts'
import { join, joinConfirmed, password } from '../support/people.ts'
import { startApp } from '../support/world.ts'

const mailbox = await openMailbox()
const world = await startApp({
  env: { MAIL_URL: mailbox.url, MAIL_FROM: 'desk@studio.example', SITE_NAME: 'Studio Ö' },
})
const other = await startApp({ env: { MAIL_URL: mailbox.url }, database: world.database, clock: world.clock })
const limited = await startApp({ env: { MAIL_URL: mailbox.url, RATE_LIMITS: 'on' } })
/** On SQLite, whose driver blocks, two connections in one process would deadlock. */
const workers = engine === 'postgres' ? [world, other, world] : [world, world]
const receivedBy = (address: string) => mailbox.received.filter(({ to }) => to.includes(address))
const register = (username: string) =>
  world
    .api()
    .post('/api/v1/accounts')
    .send({ username, email: `${username}@example.com`, password })
const jobsOf = async (status: 'queued' | 'succeeded' | 'dead') =>
  (await world.ctx.db.selectFrom('jobs').selectAll().where('status', '=', status).execute()).length

describe('a mail by SMTP', () => {
  test('has sender, subject, both bodies and an id of this desk', async () => {
    await register('kim').expect(201)
    expect(receivedBy('kim@example.com')).toEqual([])
    await workOff(world)
    const [one, ...more] = receivedBy('kim@example.com')
    expect(more).toEqual([])
    expect(one?.mail.from).toEqual({ name: 'Studio Ö', address: 'desk@studio.example' })
    expect(one?.mail.subject).toBe('Please confirm your address at Studio Ö')
    const link = new RegExp(`${world.url}/verify\\?token=([\\w-]+)`)
    expect(one?.mail.text).toMatch(link)
    expect(one?.mail.html).toMatch(link)
    expect(one?.mail.messageId).toMatch(/^<[\da-f]{32}@127\.0\.0\.1>$/)
    const token = link.exec(one?.mail.text ?? '')?.[1]
    await world.api().post('/api/v1/email-confirmations').send({ token }).expect(204)
  })

  test.each(['\r\nBcc: evil@example.com', '\nX-Evil: yes\n\nbody', '\r\n\r\n<h1>body</h1>', '\u2028X-Evil: yes'])(
    'gets no header or recipient by a line break in subject, name or sender: %j',
    async (evil) => {
      const before = mailbox.received.length
      const { ctx } = world
      const settings = { ...ctx.settings, current: { ...ctx.settings.current, site_name: `Studio${evil}` } }
      const mail = { to: 'lea@example.com', subject: `News${evil}`, template: 'notice', about: evil }
      await sendMail({ ...ctx, settings } as typeof ctx, { ...mail, model: { name: `Lea${evil}`, sentence: 'Hello.' } })
      const [one, ...more] = mailbox.received.slice(before)
      expect([one?.to, more]).toEqual([['lea@example.com'], []])
      expect(one?.header('bcc')).toBeUndefined()
      expect(one?.header('x-evil')).toBeUndefined()
      expect(one?.mail.subject).toContain('News')
      expect(one?.mail.html).not.toContain('<h1>body')
    },
  )

  test('to an address that looks like several goes to that one or to nobody', async () => {
    const before = mailbox.received.length
    const model = { name: 'Lea', sentence: 'Hello.' }
    const to = 'lea@example.com, evil@example.com'
    await sendMail(world.ctx, { to, subject: 'News', template: 'notice', model, about: 'two' }).catch(() => {})
    const recipients = mailbox.received.slice(before).flatMap((one) => one.to)
    expect(recipients).not.toContain('evil@example.com')
  })
})

test('a mail that an earlier attempt of its job has sent is not sent again', async () => {
  const mail = { to: 'again@example.com', subject: 'News', template: 'notice', about: 'again' }
  for (let attempt = 1; attempt <= 2; attempt += 1)
    await sendMail(world.ctx, { ...mail, model: { name: 'Again', sentence: 'Hello.' } })
  expect(receivedBy('again@example.com')).toHaveLength(1)
})

describe('a mail that waits for a connection', () => {
  const mail = (to: string, about: string) => ({
    to,
    subject: 'News',
    template: 'notice',
    about,
    model: { name: 'Lea', sentence: '' },
  })

  function holdAll() {
    const [full, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    let arrived = 0
    mailbox.setBeforeTaking(() => {
      arrived += 1
      if (arrived === 3) full.resolve()
      return go.promise
    })
    onTestFinished(() => mailbox.setBeforeTaking(async () => {}))
    return { full: full.promise, go: go.resolve }
  }

  test.each(['sent it', 'got its job'])('is not sent if another worker has %s meanwhile', async (what) => {
    const hold = holdAll()
    const others = [1, 2, 3].map((n) => sendMail(world.ctx, mail('before@example.com', `${what} ${n}`)))
    await hold.full
    let asked = 0
    const stillOurs = async () => {
      asked += 1
      if (asked === 1) return
      if (what === 'got its job') throw new Error('lost')
      const message_id = messageIdOf(world.ctx, `late@example.com\n${what}`)
      const sent = { message_id, account_id: null, subject_type: null, subject_id: null, sent_at: 0 }
      await insertSentMail(world.ctx, sent)
    }
    const late = sendMail({ ...world.ctx, stillOurs }, mail('late@example.com', what))
    const ended = Promise.allSettled([late])
    hold.go()
    await Promise.all([ended, ...others])
    expect([asked, receivedBy('late@example.com')]).toEqual([2, []])
  })
})

test('a mail that is out is not sent again because that could not be written down', async () => {
  const busy: KyselyPlugin = {
    transformQuery({ node }) {
      if (node.kind === 'InsertQueryNode' && JSON.stringify(node.into).includes('"sent_mails"'))
        throw new StorageError('locked', 'database is locked')
      return node
    },
    transformResult: async ({ result }) => result,
  }
  const mail = { to: 'once@example.com', subject: 'News', template: 'notice', about: 'once' }
  const flaky = { ...world.ctx, db: world.ctx.db.withPlugin(busy) }
  await sendMail(flaky, { ...mail, model: { name: 'Once', sentence: 'Hello.' } })
  expect(receivedBy('once@example.com')).toHaveLength(1)
})

describe('the connections to the mail server', () => {
  const notice = (n: number) => ({
    payload: { account_id: 0, to: 'kim@example.com', subject: `Number ${n}`, sentence: '', at: n },
    dedupe_key: `notice ${n}`,
  })
  const send = async (from: number, count: number) => {
    await enqueueAll(
      world.ctx,
      noticeJob,
      Array.from({ length: count }, (_, n) => notice(from + n)),
    )
    expect(await workOff(world)).toBe(count)
  }

  test('are few, and used again', async () => {
    const before = mailbox.connections()
    await send(0, 60)
    await send(60, 60)
    expect(mailbox.connections() - before).toBeLessThanOrEqual(4)
  })

  test('are replaced when the server ends them, and no mail is lost', async () => {
    const before = mailbox.received.length
    mailbox.hangUp()
    await send(120, 10)
    expect(mailbox.received.length - before).toBe(10)
  })
})

describe('while the mail server is down', () => {
  test('pages do not wait; once it is up again nothing is lost and nothing comes twice', async () => {
    const names = ['ann', 'ben', 'cleo', 'dora', 'eva']
    mailbox.setAway(true)
    for (const name of names) await register(name).expect(201)
    const eva = await join(world, 'finn')
    await notifyByMail(world.ctx, eva.id, eva.email, 'A notice', 'Something was changed.')
    const waiting = await jobsOf('queued')
    expect(waiting).toBeGreaterThanOrEqual(6)

    const turnedAway = mailbox.refused()
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      expect(await workOff(world)).toBe(waiting)
      expect(await workOff(other)).toBe(0)
      world.clock.advance(retryDelay(attempt))
    }
    expect(mailbox.refused()).toBeGreaterThanOrEqual(turnedAway + 3)
    expect([await jobsOf('queued'), await jobsOf('dead')]).toEqual([waiting, 0])
    expect(names.flatMap((name) => receivedBy(`${name}@example.com`))).toEqual([])

    mailbox.setAway(false)
    world.clock.advance(hour)
    await Promise.all(workers.map(workOff))
    for (const name of [...names, 'finn']) expect(receivedBy(`${name}@example.com`), name).toHaveLength(1)
    await Promise.all(workers.map(workOff))
    expect(mailbox.received.length).toBe(new Set(mailbox.received.map(({ mail }) => mail.messageId)).size)
    expect(await jobsOf('queued')).toBe(0)
  })

  test('the owner of an address gets a mail about an account that names it, however often sending failed', async () => {
    const owner = await joinConfirmed(limited, 'owner')
    const { email } = owner
    await limited.api().post('/api/v1/accounts').send({ username: 'stranger', email, password }).expect(201)
    mailbox.setAway(true)
    for (let tried = 1; tried <= 5; tried += 1) {
      await workOff(limited)
      limited.clock.advance(retryDelay(tried))
    }
    mailbox.setAway(false)
    limited.clock.advance(minute)
    await workOff(limited)
    expect(receivedBy(email).map(({ mail }) => mail.subject)).toEqual(['You have an account at SupportMe already'])
  })

  test('what failed says why, and does not keep the address, which may be that of an erased person later', async () => {
    mailbox.answerFor('hal@example.com', 451, '4.2.2 <Hal@Example.com>: mailbox of hal@example.com is full')
    await register('hal').expect(201)
    await workOff(world)
    mailbox.answerFor('hal@example.com', 250)
    const [job] = await world.ctx.db.selectFrom('jobs').selectAll().where('last_error', 'like', '%4.2.2%').execute()
    expect(job?.last_error).toMatch(/451 4\.2\.2 <…>: mailbox of … is full$/)
    await world.ctx.db.deleteFrom('jobs').execute()
  })

  test('what failed says why, and tells no token or password', async () => {
    mailbox.setAway(true)
    await register('gil').expect(201)
    await workOff(world)
    mailbox.setAway(false)
    const failed = world.ctx.db.selectFrom('jobs').selectAll().where('last_error', 'is not', null)
    const [job] = await failed.where('status', '=', 'queued').execute()
    expect(job).toMatchObject({ kind: 'verify_email', attempts: 1, last_error: expect.stringContaining('Away') })
    expect(await countOf(world, 'jobs')).toBeGreaterThan(0)
    expect(JSON.stringify(await world.ctx.db.selectFrom('jobs').selectAll().execute())).not.toMatch(/token|argon2/)
  })
})

test.each([
  ['smtp://desk:secret@mail.example.org:587', true],
  ['smtp://desk:secret@127.0.0.1.example.org', true],
  ['smtp://desk:secret@localhost', false],
  ['smtp://mail.example.org', false],
])('%s: that the connection must be encrypted is %s', (url, expected) => {
  expect(serverAt(url).requireTLS).toBe(expected)
})

async function serveBy(greet: (socket: Socket) => void) {
  const sockets: Socket[] = []
  const server = createServer((socket) => {
    sockets.push(socket.on('error', () => {}).resume())
    greet(socket)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return { sockets, url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

const mailBy = (sender: ReturnType<typeof createSmtpSender>, urgent = false, to = 'kim@example.com') =>
  sender.send(
    { to, subject: 'News', text: '', html: '', messageId: '<a@example.com>', urgent },
    { name: 'Desk', address: 'desk@example.com' },
    async () => true,
  )

test('mails fail at a silent server each for itself, not all that wait with the first one', async () => {
  const { sockets, url } = await serveBy(() => {})
  const waits = { connectionTimeout: 50, greetingTimeout: 50, socketTimeout: 50, idleTimeout: 50 }
  const sender = createSmtpSender(url, { patience: waits })
  const sent = await Promise.allSettled(Array.from({ length: 5 }, () => mailBy(sender)))
  for (const { reason } of sent as PromiseRejectedResult[]) expect(reason.message).toMatch(/timeout|never received/i)
  expect(sockets).toHaveLength(5)
  sender.close()
})

test('a server that says a little now and then is left by a mail that took too long, and its connection ended', async () => {
  const { sockets, url } = await serveBy((socket) => {
    socket.write('220 slow\r\n')
    const trickle = setInterval(() => socket.write('250-slow\r\n'), 5)
    socket.once('close', () => clearInterval(trickle))
  })
  const sender = createSmtpSender(url, { longestDelivery: 50 })
  await expect(mailBy(sender)).rejects.toThrow('The mail server took too long.')
  const [socket] = sockets as [Socket]
  if (!socket.destroyed) await once(socket, 'close')
  sender.close()
})

test('a server that agrees to encrypt and does not is named in plain words', async () => {
  const answers = ['250 STARTTLS\r\n', '220 go on\r\n', 'hello in plain\r\n']
  const { url } = await serveBy((socket) => {
    socket.write('220 hello\r\n')
    socket.on('data', () => socket.write(answers.shift() ?? ''))
  })
  const sender = createSmtpSender(url)
  await expect(mailBy(sender)).rejects.toThrow(/^No encrypted connection came about \([a-z ]+\)\. Are the scheme and/)
  sender.close()
})

test('the time that a mail may take begins when it is its turn, however many are before it', async () => {
  const begun = vi.spyOn(AbortSignal, 'timeout')
  onTestFinished(() => begun.mockRestore())
  const [arrived, taken] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  mailbox.setBeforeTaking(() => {
    arrived.resolve()
    return taken.promise
  })
  onTestFinished(() => mailbox.setBeforeTaking(async () => {}))
  const sender = createSmtpSender(mailbox.url)
  const sent = Array.from({ length: 5 }, () => mailBy(sender, true))
  await arrived.promise
  expect(begun).toHaveBeenCalledTimes(4)
  taken.resolve()
  await Promise.all(sent)
  expect(begun).toHaveBeenCalledTimes(5)
  sender.close()
})

test('urgent mails overtake all others, in their order: by a connection kept for them, and by each that becomes free', async () => {
  const taken: (() => void)[] = []
  const before = mailbox.received.length
  mailbox.setBeforeTaking(() => new Promise((resolve) => taken.push(resolve)))
  onTestFinished(() => mailbox.setBeforeTaking(async () => {}))
  const sender = createSmtpSender(mailbox.url)
  const others = Array.from({ length: 8 }, () => mailBy(sender, false, 'guest@example.com'))
  await vi.waitUntil(() => taken.length === 3)
  const urgent = ['link1@example.com', 'link2@example.com', 'link3@example.com']
  const links = urgent.map((to) => mailBy(sender, true, to))
  await vi.waitUntil(() => taken.length === 4)
  for (let n = 0; n < others.length + links.length; n += 1) {
    await vi.waitUntil(() => taken[n])
    taken[n]?.()
  }
  await Promise.all([...others, ...links])
  const order = mailbox.received.slice(before).map(({ to }) => to[0])
  expect(order.slice(3, 6)).toEqual(urgent)
  sender.close()
})
