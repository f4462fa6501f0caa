import type { KyselyPlugin } from 'kysely'
import { describe, expect, test } from 'vitest'
import { addParticipant, removeParticipant } from '#desk/tickets/participants.ts'
import { setSuspended } from '#people/admin/account-queries.ts'
import { changeAccountType } from '#people/admin/promotion.ts'
import { notificationMailsJob } from '#platform/activity/readers/notifications.ts'
import { updateAccount } from '#platform/identity/account-queries.ts'
import { enqueue } from '#platform/jobs/jobs.ts'
import { leaseJobs } from '#platform/jobs/lease-queries.ts'
import type { JobPriority } from '#platform/jobs/priorities.ts'
import { Worker } from '#platform/jobs/worker.ts'
import { firstAfter, pauseBetween } from '#platform/notifications/mail-plan.ts'
import { jobKinds } from '../../src/job-kinds.ts'
import { hour, minute } from '../support/clock.ts'
import { join, type Member, ticketOf } from '../support/people.ts'
import { startMailedDesk } from './mailed.ts'
import { confirmEmail, inboxOf, unreadOf } from './told.ts'

const { world, anna, ben, mailbox, work, workOffMails, customer, write, mailsTo, textsTo } = await startMailedDesk()
const { ctx, clock } = world
const fanOutJobs = jobKinds.filter(({ kind }) => kind === 'notification_mails')
const fanOut = () => new Worker(ctx, fanOutJobs).drain()
let people = 0

describe('a mail', () => {
  test('says on a lock screen who writes, about what and how it begins; and leads to the place', async () => {
    const { member, id } = await customer()
    const { message_id } = (await write(anna, id, 'We **found** it.')).body
    await workOffMails()
    const [one] = mailsTo(member)
    expect(one?.mail.from).toMatchObject({ name: 'Studio Pirouette' })
    expect(one?.mail.subject).toBe(`Re: [#${id}] A lost umbrella`)
    expect(one?.mail.text).toMatch(/^anna wrote:\s+We \*\*found\*\* it\./)
    expect(one?.mail.text).toContain(`${world.url}/tickets/${id}?message=${message_id}#message-${message_id}`)
    expect(one?.mail.html).toContain('We <strong>found</strong> it.')
    expect(one?.mail.html).toContain(`href="${world.url}/notifications/choices"`)
    expect(one?.header('auto-submitted')).toBe('auto-generated')
    expect(one?.header('list-unsubscribe')).toBe(`<${world.url}/notifications/choices>`)
  })

  test('goes to everybody who takes part in a ticket, and no longer to people who have left', async () => {
    const { member, id } = await customer()
    const guests = [(await customer()).member, (await customer()).member] as const
    for (const { username } of guests) await addParticipant(ctx, anna.actor, id, username)
    await workOffMails()
    expect(mailsTo(guests[0])[0]?.mail.text).toContain('anna added you to the ticket')
    await write(anna, id, 'We found it.')
    await removeParticipant(ctx, guests[1].actor, id, guests[1].id)
    await workOffMails(pauseBetween)
    for (const one of [member, guests[0]]) expect(mailsTo(one).at(-1)?.mail.text).toContain('We found it.')
    expect(mailsTo(guests[1])).toHaveLength(1)
  })

  test('is one conversation with all others about the ticket, and with those of no other ticket', async () => {
    const { member, id } = await customer()
    const other = await ticketOf(world, member)
    for (const message of ['One', 'Two']) await write(anna, id, message)
    await anna.api.post(`/tickets/${id}/closure`).expect(200)
    await write(anna, other, 'Else')
    await workOffMails()
    await write(anna, id, 'Three')
    await workOffMails(pauseBetween)
    const mails = mailsTo(member)
    expect(mails).toHaveLength(3)
    const thread = (mail: (typeof mails)[number]) => [mail.header('in-reply-to'), mail.header('references')]
    const about = mails.filter(({ mail }) => mail.subject?.includes(`[#${id}]`))
    expect(about).toHaveLength(2)
    const [root] = thread(about[0] as (typeof mails)[number])
    expect(root).toMatch(/^<[0-9a-f]{32}@127\.0\.0\.1>$/)
    for (const mail of about) expect(thread(mail)).toEqual([root, root])
    const elsewhere = mails.find(({ mail }) => mail.subject?.includes(`[#${other}]`))
    expect(elsewhere?.header('references')).not.toBe(root)
    const ids = mails.map(({ mail }) => mail.messageId)
    expect(new Set([...ids, root]).size).toBe(4)
  })

  test('cannot be given headers by a title, whatever it says', async () => {
    const { member, id } = await customer()
    const title = 'Hello\r\nBcc: eve@example.com\r\n\r\nSurprise 佐藤 “quoted”'
    await ctx.db.updateTable('tickets').set({ title }).where('id', '=', id).execute()
    await write(anna, id, 'An answer')
    await workOffMails()
    const [one, ...others] = mailsTo(member)
    expect(others).toEqual([])
    expect(one?.to).toEqual([member.email])
    expect(one?.header('bcc')).toBeUndefined()
    expect(one?.mail.subject?.replace(/\s+/g, ' ')).toContain('Hello Bcc: eve@example.com Surprise 佐藤 “quoted”')
    expect(one?.raw.split('\r\n\r\n')[0]).not.toMatch(/^(Bcc|Surprise)/m)
  })

  test('never carries a note to a customer, but to the colleague who is named in it', async () => {
    const { member, id } = await customer()
    await anna.api.post(`/tickets/${id}/notes`, { note: `SECRET @ben @${member.username}` }).expect(201)
    await anna.api.put(`/tickets/${id}/assignment`, { assistant_id: ben.id, note: 'SECRET too' }).expect(200)
    await workOffMails()
    expect(mailsTo(member)).toEqual([])
    expect(textsTo(ben).filter((text) => text.includes('SECRET @ben'))).toHaveLength(1)
    expect(mailbox.received.every(({ to }) => to.join() === ben.email)).toBe(true)
  })
})

test('a mail that is out is not sent again because the database was busy when that was to be written down', async () => {
  const { member, id } = await customer()
  await write(anna, id, 'Only once')
  await fanOut()
  clock.advance(firstAfter)
  let failures = 0
  const busy: KyselyPlugin = {
    transformQuery({ node }) {
      if (node.kind !== 'UpdateQueryNode' || !JSON.stringify(node).includes('"mailed_at"') || failures === 2)
        return node
      failures += 1
      throw new Error('database is locked')
    },
    transformResult: async ({ result }) => result,
  }
  await new Worker({ ...ctx, db: ctx.db.withPlugin(busy) }, jobKinds).drain()
  await workOffMails(minute)
  expect([failures, mailsTo(member).length]).toEqual([2, 1])
})

describe('no mail goes to', () => {
  const cases: Record<string, (member: Member, id: number) => PromiseLike<unknown>> = {
    'who has read it in the meantime': (member, id) => member.pages.get(`/tickets/${id}`).expect(200),
    'who has marked it as read': (member) => member.api.post('/notifications/read').expect(204),
    'who has chosen otherwise in the meantime': (member) =>
      member.api.put('/notifications/choices', { message: false }).expect(200),
    'an address that is not confirmed': ({ id }) => updateAccount(ctx, id, { email_verified_at: null }),
    'a suspended account': ({ id }) => setSuspended(ctx, id, true),
    'who has been erased': (member) =>
      member.pages.post('/profile/deletion').type('form').send({ current_password: 'correct horse battery' }),
  }

  test.each(Object.entries(cases))('%s', async (_name, act) => {
    for (const afterFanOut of [false, true]) {
      const { member, id } = await customer()
      await write(anna, id, 'News')
      if (afterFanOut) await fanOut()
      await act(member, id)
      await workOffMails(minute)
      expect(mailsTo(member)).toEqual([])
    }
  })

  test('who has left the desk', async () => {
    const { id } = await customer()
    const eve = await join(world, `eve${people++}`, 'assistant')
    await confirmEmail(world, eve)
    await eve.api.put('/notifications/choices', { message: true }).expect(200)
    await anna.api.post(`/tickets/${id}/notes`, { note: `SECRET @${eve.username}` }).expect(201)
    await changeAccountType(ctx, null, eve.id, 'customer')
    await workOffMails()
    expect(mailsTo(eve)).toEqual([])
  })

  test('who wrote, and to staff by default only what is for them alone', async () => {
    const { member, id } = await customer()
    await anna.api.post(`/tickets/${id}/claim`, { expected_assistant_id: null }).expect(200)
    await write(member, id, 'Hello?')
    await anna.api.put(`/tickets/${id}/assignment`, { assistant_id: ben.id }).expect(200)
    await workOffMails()
    expect(mailsTo(member)).toEqual([])
    expect(mailsTo(anna)).toEqual([])
    expect(textsTo(ben).map((text) => text.split('\n')[0])).toEqual(['anna handed you the ticket.'])
  })
})

describe('each mail comes once', () => {
  test('of 20 messages at once, by two workers', async () => {
    const { member, id } = await customer()
    await Promise.all(Array.from({ length: 20 }, (_, n) => write(anna, id, `Number ${n} of many`)))
    expect(await unreadOf(member)).toBe(20)
    await Promise.all([work(), work()])
    clock.advance(firstAfter)
    await Promise.all([work(), work()])
    expect(mailsTo(member)).toHaveLength(1)
    expect(new Set(textsTo(member)[0]?.match(/Number \d+/g)).size).toBe(20)
  })

  test('after the mail server was away for an hour: one mail with all; the inbox had it in time', async () => {
    const { member, id } = await customer()
    mailbox.setAway(true)
    const before = mailbox.refused()
    const hourOfTries = async (during: (n: number) => Promise<unknown>) => {
      for (let n = 0; n < 12; n += 1) {
        await during(n)
        await workOffMails(5 * minute)
      }
    }
    await hourOfTries((n) => write(anna, id, `Number ${n} of many`))
    expect(await inboxOf(member, '&show=unread')).toHaveLength(12)
    expect(mailbox.refused() - before).toBeGreaterThanOrEqual(12)
    expect(mailsTo(member)).toEqual([])
    mailbox.setAway(false)
    await hourOfTries(async () => {})
    expect(textsTo(member).map((text) => text.match(/Number \d+/g))).toEqual([
      Array.from({ length: 12 }, (_, n) => `Number ${n}`),
    ])
  })

  test('also when it is recorded late, with the time of another that was mailed', async () => {
    const { member, id } = await customer()
    await write(anna, id, 'In time')
    await workOffMails()
    await workOffMails(minute)
    expect(mailsTo(member)).toHaveLength(1)
    const { id: _, ...other } = await ctx.db
      .selectFrom('notifications')
      .selectAll()
      .where('account_id', '=', member.id)
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow()
    const late = { ...other, mail_due_at: null, mailed_at: null }
    const { id: lateId } = await ctx.db
      .insertInto('notifications')
      .values(late)
      .returning('id')
      .executeTakeFirstOrThrow()
    await enqueue(ctx, notificationMailsJob, { ids: [lateId] })
    await workOffMails(hour)
    expect(mailsTo(member)).toHaveLength(2)
  })

  test('when workers die before, between and after what makes it', async () => {
    const { member, id } = await customer()
    await workOffMails(hour)
    await write(anna, id, 'Still here')
    const die = async (priority: JobPriority) => {
      const taken = await leaseJobs(ctx, priority, 100, clock.now() + minute)
      clock.advance(minute + 1)
      return taken.map(({ kind }) => kind)
    }
    expect(await die('ordinary')).toEqual(['notification_mails'])
    await fanOut()
    clock.advance(hour)
    expect(await die('mail')).toEqual(['notification_mail'])
    await work()
    await ctx.db.updateTable('jobs').set({ status: 'queued' }).where('kind', '=', 'notification_mails').execute()
    await workOffMails(hour)
    expect(mailsTo(member)).toHaveLength(1)
    // The server accepted it, but the worker died before anything was recorded: the same Message-ID, so a mailbox shows one.
    await ctx.db.deleteFrom('sent_mails').where('account_id', '=', member.id).execute()
    const due = { mail_due_at: clock.now(), mailed_at: null }
    await ctx.db.updateTable('notifications').set(due).where('account_id', '=', member.id).execute()
    await ctx.db.updateTable('jobs').set({ status: 'queued' }).where('kind', '=', 'notification_mail').execute()
    await work()
    expect(mailsTo(member)).toHaveLength(2)
    expect(new Set(mailsTo(member).map(({ mail }) => mail.messageId)).size).toBe(1)
  })
})
