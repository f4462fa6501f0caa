import { describe, expect, test } from 'vitest'
import { getAccount } from '#people/accounts/accounts.ts'
import { requestConfirmation } from '#people/accounts/verification-mail.ts'
import { updateAccount } from '#platform/identity/account-queries.ts'
import { isRefusal } from '#platform/mail/refusals.ts'
import { firstAfter } from '#platform/notifications/mail-plan.ts'
import { textOf } from '../accounts/reading.ts'
import { hour } from '../support/clock.ts'
import { newestToken, workOff } from '../support/letters.ts'
import { openMailbox } from '../support/mailbox.ts'
import { join, joinConfirmed, logInAs, type Member, ticketOf } from '../support/people.ts'
import { startApp } from '../support/world.ts'

const mailbox = await openMailbox()
const world = await startApp({ env: { MAIL_URL: mailbox.url, SESSION_HOURS: '8000' } })
const { ctx, clock } = world
const [anna, boss] = [await join(world, 'anna', 'assistant'), await join(world, 'boss', 'admin')]
const mailsTo = ({ email }: Member) => mailbox.received.filter(({ to }) => to.includes(email))
const answer = (id: number) => anna.api.post(`/tickets/${id}/messages`, { message: 'We have found it.' }).expect(201)
const pageOf = async (member: Member, path: string) => textOf((await member.pages.get(path).expect(200)).text)

async function mailWhatIsDue() {
  await workOff(world)
  clock.advance(firstAfter)
  await workOff(world)
}

describe('an address that the mail server refuses for good', () => {
  test('gets one try; the ticket, the admin’s page and its owner say so', async () => {
    const kim = await joinConfirmed(world, 'kim')
    const id = await ticketOf(world, kim)
    mailbox.answerFor(kim.email, 550)
    await answer(id)
    await mailWhatIsDue()
    const jobs = () => ctx.db.selectFrom('jobs').selectAll().where('kind', '=', 'notification_mail').execute()
    expect((await jobs()).map(({ status, attempts }) => [status, attempts])).toEqual([['succeeded', 1]])
    const refused = `the mail server refused ${kim.email}`
    expect(await pageOf(anna, `/tickets/${id}`)).toContain(refused)
    expect(await pageOf(anna, `/accounts/${kim.id}`)).toContain(refused)
    expect(await pageOf(boss, `/admin/accounts/${kim.id}`)).toContain('Refused by the mail server on')
    for (const path of ['/home', `/tickets/${id}`, '/profile'])
      expect(await pageOf(kim, path)).toContain(`Mail to ${kim.email} was refused by its server`)

    mailbox.answerFor(kim.email, 250)
    await answer(id)
    clock.advance(hour)
    await mailWhatIsDue()
    expect(mailsTo(kim)).toEqual([])
  })

  test('is good again once it is confirmed again, and nobody is logged out by that', async () => {
    const lea = await joinConfirmed(world, 'lea')
    const id = await ticketOf(world, lea)
    mailbox.answerFor(lea.email, 553)
    await answer(id)
    await mailWhatIsDue()
    mailbox.answerFor(lea.email, 250)
    await lea.pages
      .post('/profile/verification')
      .type('form')
      .send({ next: '/home' })
      .expect(303)
      .expect('location', '/home')
    const token = await newestToken(world, lea.email)
    await world.api().post('/api/v1/email-confirmations').send({ token }).expect(204)
    expect(await pageOf(lea, '/home')).not.toContain('refused')
    expect(await pageOf(anna, `/tickets/${id}`)).not.toContain('No mail reaches')
    mailbox.received.length = 0
    await answer(id)
    await mailWhatIsDue()
    expect(mailsTo(lea)).toHaveLength(1)
  })

  test('is another one after a change', async () => {
    const max = await joinConfirmed(world, 'max')
    mailbox.answerFor(max.email, 550)
    await updateAccount(ctx, max.id, { email_refused_at: clock.now() })
    const change = { email: 'max@new.example.com', current_password: 'correct horse battery' }
    await max.api.put('/me/email', change).expect(200)
    const token = await newestToken(world, change.email)
    await world.api().post('/api/v1/email-confirmations').send({ token }).expect(204)
    const { email_refused_at } = await ctx.db
      .selectFrom('accounts')
      .select('email_refused_at')
      .where('id', '=', max.id)
      .executeTakeFirstOrThrow()
    expect(email_refused_at).toBeNull()
  })

  test('of a pending address is shown to its owner and the admin, until another is given', async () => {
    const ida = await joinConfirmed(world, 'ida')
    const change = { email: 'Ida@new.example.con', current_password: 'correct horse battery' }
    mailbox.answerFor('Ida@new.example.con', 550)
    await ida.api.put('/me/email', change).expect(200)
    await workOff(world)
    expect(await pageOf(ida, '/profile')).toContain(`Mail to ${change.email} was refused by its server`)
    expect(await pageOf(boss, `/admin/accounts/${ida.id}`)).toContain(`${change.email}, refused by the mail server`)
    expect(await pageOf(ida, '/home')).not.toContain('refused')
    const isRefused = async () => (await ida.api.get('/me').expect(200)).body.pending_email_refused
    expect(await isRefused()).toBe(true)
    await ida.api.put('/me/email', { ...change, email: 'ida@new.example.com' }).expect(200)
    await workOff(world)
    expect(await pageOf(ida, '/profile')).not.toContain('refused')
    expect(await pageOf(boss, `/admin/accounts/${ida.id}`)).not.toContain('refused')
    expect(await isRefused()).toBe(false)
  })

  test('of a new account is marked too, and the login says what is so', async () => {
    mailbox.answerFor('typo@example.con', 550)
    const account = { username: 'typo', email: 'typo@example.con', password: 'correct horse battery' }
    await world.api().post('/api/v1/accounts').send(account).expect(201)
    await workOff(world)
    const { id } = await ctx.db
      .selectFrom('accounts')
      .select('id')
      .where('username', '=', 'typo')
      .executeTakeFirstOrThrow()
    expect(await pageOf(boss, `/admin/accounts/${id}`)).toContain('Refused by the mail server on')
  })
})

const [atRecipient, atMail] = ['RCPT TO', 'DATA']

test.each([
  [true, atRecipient, '550 5.1.1 <kim@example.com> User unknown'],
  [true, atRecipient, '550-5.1.1 The account that you tried to reach\n550 5.1.1 does not exist'],
  [true, atRecipient, '550 5.4.1 Recipient address rejected: Access denied'],
  [true, atRecipient, '550 No such user here'],
  [true, atRecipient, '553 <spam.relay@example.com> is nobody of ours'],
  [true, atMail, '550 5.1.1 No valid recipients'],
  [false, atRecipient, '550 Mail from 203.0.113.7 was blocked using zen.spamhaus.example'],
  [false, atRecipient, '554 Service unavailable; Client host [203.0.113.7] refused'],
  [false, atRecipient, '550 relay not permitted'],
  [false, atRecipient, '550 Sender verify failed'],
  [false, atRecipient, '552 Mailbox full'],
  [false, atRecipient, '550 5.1.8 Bad sender’s system address'],
  [false, atRecipient, '552 5.2.2 The mailbox is over quota'],
  [false, atRecipient, '450 4.1.1 Try again later'],
  [false, atMail, '554 Transaction failed'],
  [false, atMail, '552 5.3.4 The message is too big'],
  [false, 'MAIL FROM', '550 5.1.1 No such user'],
])('that an address is refused for good is %s: %s, %s', (expected, command, response) => {
  expect(isRefusal({ responseCode: Number(response.slice(0, 3)), command, response })).toBe(expected)
})

test.each([
  ['a passing fault', 450, 'Try again later'],
  ['what the server says of us, as while our address is on a block list,', 550, '5.7.1 Client host is blocked'],
  ['the same in words alone,', 554, 'Service unavailable; blocked using zen.spamhaus.example'],
  ['that it wants us to log in first', 530, 'Authentication required'],
])('%s is tried again, and marks nobody', async (_what, code, words) => {
  const ned = await joinConfirmed(world, `ned${code}`)
  const id = await ticketOf(world, ned)
  mailbox.answerFor(ned.email, code, words)
  await answer(id)
  await mailWhatIsDue()
  mailbox.answerFor(ned.email, 250)
  expect(await pageOf(anna, `/tickets/${id}`)).not.toContain('No mail reaches')
  clock.advance(hour)
  await workOff(world)
  expect(mailsTo(ned)).toHaveLength(1)
})

test('a server that repeats what it was sent puts no link into what is kept of a failure', async () => {
  const uma = await join(world, 'uma')
  mailbox.answerFor(uma.email, 451, `Rejected for ${world.url}/verify?token=abcdefgh_1234-x and more`)
  await requestConfirmation(ctx, await getAccount(ctx, uma.id))
  await workOff(world)
  const failed = ctx.db.selectFrom('jobs').select('last_error').where('last_error', 'like', '%Rejected for%')
  expect((await failed.executeTakeFirst())?.last_error).toContain('/verify?token=••• and more')
})

test('the Message-ID of each mail is kept, with what an answer would belong to', async () => {
  const ivy = await joinConfirmed(world, 'ivy')
  const id = await ticketOf(world, ivy)
  await answer(id)
  await mailWhatIsDue()
  const [mail] = mailsTo(ivy)
  const kept = ctx.db
    .selectFrom('sent_mails')
    .selectAll()
    .where('message_id', '=', mail?.mail.messageId ?? '')
  expect(await kept.execute()).toEqual([
    expect.objectContaining({ account_id: ivy.id, subject_type: 'ticket', subject_id: id, sent_at: clock.now() }),
  ])
})

test('a dead job says whom it was to reach, and what about', async () => {
  const gil = await joinConfirmed(world, 'gil')
  const id = await ticketOf(world, gil)
  mailbox.answerFor(gil.email, 450)
  await answer(id)
  for (let n = 0; n < 25; n += 1) {
    await mailWhatIsDue()
    clock.advance(hour)
  }
  const { dead } = (await boss.api.get('/admin/jobs').expect(200)).body
  expect(dead[0]).toMatchObject({ people: [gil.email], subjects: [`ticket #${id}`] })
  expect(await pageOf(boss, '/admin/jobs')).toContain(`for ${gil.email} · ticket #${id}`)
})

test('an invitation that the mail server refuses for good says so in the list', async () => {
  mailbox.answerFor('stranger@example.com', 550)
  const admin = await logInAs(world, await getAccount(ctx, boss.id))
  await admin.api
    .post('/admin/invitations', { emails: ['stranger@example.com'], account_type: 'assistant' })
    .expect(201)
  await workOff(world)
  expect(await pageOf(admin, '/admin/invitations')).toContain('stranger@example.com Mail refused')
})
