import { describe, expect, test } from 'vitest'
import { escalationJob } from '#desk/tickets/escalation.ts'
import { enqueue } from '#platform/jobs/jobs.ts'
import { firstAfter, pauseBetween } from '#platform/notifications/mail-plan.ts'
import { hour } from '../support/clock.ts'
import { ticketOf } from '../support/people.ts'
import { startMailedDesk } from './mailed.ts'

const { world, anna, ben, mailbox, workOffMails, customer, write, mailsTo, textsTo } = await startMailedDesk()

describe('what happens within five minutes comes in one mail', () => {
  const numbersIn = (text = '') => [...text.matchAll(/Number (\d+) of many/g)].map(([, n]) => Number(n))
  const count = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => from + n)

  test('the first goes after 15 seconds, the next has all that came meanwhile, in order', async () => {
    const { member, id } = await customer()
    for (const n of count(0, 3)) await write(anna, id, `Number ${n} of many`)
    await workOffMails(firstAfter - 1)
    expect(mailsTo(member)).toEqual([])
    await workOffMails(1)
    for (const n of count(3, 20)) {
      await write(anna, id, `Number ${n} of many`)
      await workOffMails(10_000)
    }
    expect(textsTo(member).map(numbersIn)).toEqual([[0, 1, 2]])
    await workOffMails(pauseBetween - 170_000)
    expect(textsTo(member).map(numbersIn)).toEqual([[0, 1, 2], count(3, 20)])
    await workOffMails(pauseBetween)
    expect(mailsTo(member)).toHaveLength(2)
  })

  test('without what was read meanwhile', async () => {
    const { member, id } = await customer()
    await write(anna, id, 'Number 0 of many')
    await workOffMails()
    await write(anna, id, 'Number 1 of many')
    await member.pages.get(`/tickets/${id}`).expect(200)
    await write(anna, id, 'Number 2 of many')
    await workOffMails(pauseBetween)
    expect(textsTo(member).map(numbersIn)).toEqual([[0], [2]])
  })

  test('to each person alone, and of each ticket alone', async () => {
    const { member, id } = await customer()
    const other = await ticketOf(world, member)
    await write(anna, id, 'Number 0 of many')
    await workOffMails()
    await write(anna, other, 'Number 1 of many')
    await write(anna, id, 'Number 2 of many')
    await workOffMails()
    expect(textsTo(member).map(numbersIn)).toEqual([[0], [1]])
    await workOffMails(pauseBetween)
    expect(textsTo(member).map(numbersIn)).toEqual([[0], [1], [2]])
  })

  test('one mail for each recipient of a sweep, whatever it found', async () => {
    const { member } = await customer()
    const ids = [await ticketOf(world, member, 'One of the late'), await ticketOf(world, member, 'Another late one')]
    await workOffMails(100 * hour)
    mailbox.received.length = 0
    await enqueue(world.ctx, escalationJob, {})
    await workOffMails()
    for (const one of [anna, ben]) {
      const [mail, ...more] = mailsTo(one)
      expect(more).toEqual([])
      expect(mail?.mail.subject).toMatch(/^\d+ tickets have waited too long$/)
      for (const id of ids) expect(mail?.mail.text).toContain(`${world.url}/tickets/${id}`)
    }
  })
})
