import { describe, expect, test } from 'vitest'
import { firstAfter, pauseBetween } from '#platform/notifications/mail-plan.ts'
import { day, FakeClock, hour, minute } from '../support/clock.ts'
import { lettersTo } from '../support/letters.ts'
import { type Member, ticketOf } from '../support/people.ts'
import { startDesk } from '../tickets/desk.ts'
import { startMailedDesk } from './mailed.ts'
import { confirmEmail } from './told.ts'

const env = { TIME_ZONE: 'Europe/Berlin' }
const { world, anna, mailbox, work, workOffMails, customer, write, mailsTo, textsTo } = await startMailedDesk({
  clock: new FakeClock(Date.parse('2026-11-02T12:00Z')),
  env,
})
const { clock, ctx } = world

const choose = (member: Member, choices: object) => member.api.put('/notifications/choices', choices).expect(200)

/** Advances the clock to seven in the morning, in winter. */
const untilMorning = () => day - ((clock.now() - 6 * hour) % day)
/** Runs the jobs at every hour until just before seven, and then at seven. */
async function nightPasses(atSeven?: () => unknown) {
  await work()
  while (untilMorning() > hour) await workOffMails(hour)
  await workOffMails(untilMorning() - 1)
  await atSeven?.()
  await workOffMails(1)
}

async function dailyCustomer(choices: object = { message: 'daily' }) {
  const found = await customer()
  await choose(found.member, choices)
  return found
}

describe('what comes once a day', () => {
  test('comes in one mail at seven, of whatever tickets, by one job; and in none on the next day', async () => {
    const { member, id } = await dailyCustomer()
    const other = await ticketOf(world, member, 'Another thing')
    await write(anna, id, 'The first')
    await workOffMails(hour)
    await write(anna, other, 'The second')
    await write(anna, id, 'The third')
    await work()
    const jobs = await ctx.db.selectFrom('jobs').select('payload').where('status', '=', 'queued').execute()
    expect(jobs.filter(({ payload }) => payload.includes(`"account_id":${member.id},`))).toHaveLength(1)
    await nightPasses(() => expect(mailsTo(member)).toEqual([]))
    const [mail, ...more] = mailsTo(member)
    expect(more).toEqual([])
    expect(mail?.mail.subject).toBe('Your day: 3 notifications')
    for (const text of ['The first', 'The second', 'The third', `#${other} Another thing`])
      expect(mail?.mail.text).toContain(text)
    await nightPasses()
    expect(mailsTo(member)).toHaveLength(1)
  })

  test('without what was read by then; of one ticket it is headed as ever', async () => {
    const { member, id } = await dailyCustomer()
    const other = await ticketOf(world, member)
    await write(anna, id, 'Read by then')
    await write(anna, other, 'Not read by then')
    await work()
    await member.pages.get(`/tickets/${id}`).expect(200)
    await nightPasses()
    expect(mailsTo(member).map(({ mail }) => mail.subject)).toEqual([expect.stringContaining(`Re: [#${other}]`)])
    expect(textsTo(member)[0]).not.toContain('Read by then')
  })

  test('not at all when nothing is unread', async () => {
    const { member, id } = await dailyCustomer()
    await write(anna, id, 'Read by then')
    await work()
    await member.api.post('/notifications/read').expect(204)
    await nightPasses()
    expect(mailsTo(member)).toEqual([])
  })

  test('leaves alone what comes at once, before and after, also of the same ticket', async () => {
    const { member, id } = await dailyCustomer({ message: 'daily', status: true })
    await write(anna, id, 'For the morning')
    await anna.api.post(`/tickets/${id}/closure`).expect(200)
    await workOffMails()
    expect(textsTo(member)).toEqual([expect.stringMatching(/^anna closed the ticket\./)])
    await nightPasses()
    expect(textsTo(member)).toEqual([expect.anything(), expect.stringMatching(/^anna wrote:\s+For the morning/)])
    await anna.api.post(`/tickets/${id}/reopening`).expect(200)
    await workOffMails()
    expect(textsTo(member).slice(2)).toEqual([expect.stringMatching(/^anna reopened the ticket\./)])
  })

  test.each([true, false])('however much waits, what comes at once does not; chosen before: %s', async (before) => {
    const { member, id } = await dailyCustomer({ message: before ? 'daily' : true, status: true })
    await write(anna, id, 'One of many')
    await work()
    await choose(member, { message: 'daily' })
    const { id: _, ...row } = await ctx.db
      .selectFrom('notifications')
      .selectAll()
      .where('account_id', '=', member.id)
      .executeTakeFirstOrThrow()
    for (let n = 0; n < 6; n += 1) await ctx.db.insertInto('notifications').values(Array(100).fill(row)).execute()
    await anna.api.post(`/tickets/${id}/closure`).expect(200)
    await workOffMails()
    // Dated like an immediate mail, it comes first, until it is found to wait for the morning.
    if (!before) await workOffMails(pauseBetween)
    expect(textsTo(member)).toEqual([expect.stringMatching(/^anna closed the ticket\./)])
  })

  test('is mailed at once if it comes too late for its morning', async () => {
    const { member, id } = await dailyCustomer()
    const other = await ticketOf(world, member)
    await write(anna, id, 'In time')
    await nightPasses(async () => {
      await work()
      await write(anna, other, 'In the last moment')
      await ctx.db
        .updateTable('jobs')
        .set({ run_at: clock.now() + minute })
        .where('kind', '=', 'notification_mails')
        .execute()
    })
    expect(textsTo(member)).toEqual([expect.stringContaining('In time')])
    await workOffMails(minute)
    expect(textsTo(member).slice(1)).toEqual([expect.stringContaining('In the last moment')])
  })

  test('comes when the mail server is back, with what came meanwhile', async () => {
    const { member, id } = await dailyCustomer()
    await write(anna, id, 'First')
    mailbox.setAway(true)
    await nightPasses()
    mailbox.setAway(false)
    for (let n = 0; n < 12; n += 1) await workOffMails(5 * minute)
    expect(textsTo(member)).toEqual([expect.stringContaining('First')])
  })
})

describe('what waits while somebody chooses otherwise', () => {
  test('once a day instead of at once: it comes in the morning, once', async () => {
    const { member, id } = await customer()
    await write(anna, id, 'For the morning')
    await work()
    await choose(member, { message: 'daily' })
    await workOffMails(firstAfter)
    expect(mailsTo(member)).toEqual([])
    await nightPasses()
    expect(textsTo(member)).toEqual([expect.stringContaining('For the morning')])
    await nightPasses()
    expect(mailsTo(member)).toHaveLength(1)
  })

  test('at once instead of once a day: it comes with the next mail, or in the morning, once', async () => {
    for (const message of ['And more', null]) {
      const { member, id } = await dailyCustomer()
      await write(anna, id, 'First')
      await work()
      await choose(member, { message: true })
      if (message) await write(anna, id, message)
      await workOffMails()
      expect(textsTo(member)).toEqual(message ? [expect.stringMatching(/First.*And more/s)] : [])
      await nightPasses()
      expect(textsTo(member)).toEqual([expect.stringContaining('First')])
    }
  })

  test('no mail instead of once a day: none comes', async () => {
    const { member, id } = await dailyCustomer()
    await write(anna, id, 'First')
    await work()
    await choose(member, { message: false })
    await nightPasses()
    expect(mailsTo(member)).toEqual([])
  })
})

describe.each([
  ['put forward', '2027-03-27T20:00+01:00', '2027-03-28T07:00+02:00'],
  ['set back', '2026-10-24T20:00+02:00', '2026-10-25T07:00+01:00'],
])('in the night in which clocks are %s', async (_how, evening, morning) => {
  const desk = await startDesk({ clock: new FakeClock(Date.parse(evening)), env })
  const { clock } = desk.world

  test('it is seven by the desk’s clock', async () => {
    await confirmEmail(desk.world, desk.customer)
    await choose(desk.customer, { message: 'daily' })
    await desk.anna.api.post(`/tickets/${await desk.open()}/messages`, { message: 'An answer' }).expect(201)
    const answers = async () =>
      (await lettersTo(desk.world, desk.customer.email)).filter(({ text }) => text.includes('An answer'))
    expect(await answers()).toEqual([])
    clock.advance(Date.parse(morning) - 1 - clock.now())
    expect(await answers()).toEqual([])
    clock.advance(1)
    expect(await answers()).toHaveLength(1)
  })
})
