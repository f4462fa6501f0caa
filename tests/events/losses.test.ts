import { describe, expect, test } from 'vitest'
import { confirmEmail, inboxOf, unreadOf } from '../notifications/told.ts'
import { hour, minute } from '../support/clock.ts'
import { workOff, workOffMails } from '../support/letters.ts'
import { openMailbox } from '../support/mailbox.ts'
import { join, type Member } from '../support/people.ts'
import { book, startHouse } from './stage.ts'

const mailbox = await openMailbox()
const { world, host, create } = await startHouse({
  env: { MAIL_URL: mailbox.url, SESSION_HOURS: '8000', EVENT_OFFER_HOURS: '2' },
})
let people = 0

async function somebody() {
  const member = await join(world, `loser${people++}`)
  await confirmEmail(world, member)
  return member
}

/** Runs the jobs that are due, and those that are due after the next pause. */
async function workOffAllMails() {
  await workOffMails(world)
  await workOffMails(world, 6 * minute)
}

const hide = (id: number) => host.api.patch(`/events/${id}`, { visibility: 'invite_only' }).expect(200)
const invite = (id: number, { username }: Member) =>
  host.api.post(`/events/${id}/invitations`, { who: [username] }).expect(200)
const sees = async (member: Member, id: number) => (await member.api.get(`/events/${id}`)).status === 200
const mailsTo = ({ email }: Member) => mailbox.received.filter(({ to }) => to.includes(email)).map(({ mail }) => mail)
const cancel = (member: Member, booking: number) => member.api.post(`/bookings/${booking}/cancellation`).expect(200)

async function handedOver(id: number, member: Member) {
  const buyer = await somebody()
  const booking = (await book(buyer, id, { quantity: 2 })).body.id
  const [pass] = (await buyer.api.get(`/passes?event_id=${id}`).expect(200)).body.passes
  await buyer.api.post(`/passes/${pass.id}/handover`, { username: member.username }).expect(200)
  return { buyer, booking, pass: pass.id }
}

/** What gives a person sight of an event that becomes invite-only, and how others take it away. */
const ways: [string, (id: number, member: Member) => Promise<() => Promise<unknown>>, string][] = [
  [
    'when the host cancels their booking',
    async (id, member) => {
      const { body } = await book(member, id)
      return () => cancel(host, body.id)
    },
    'mira cancelled your booking',
  ],
  [
    'when the host withdraws their invitation',
    async (id, member) => {
      await invite(id, member)
      const [{ id: invitation }] = (await host.api.get(`/events/${id}/invitations`).expect(200)).body.invitations
      return () => host.api.delete(`/events/${id}/invitations/${invitation}`).expect(204)
    },
    'mira withdrew your invitation',
  ],
  [
    'when a place that was handed to them is taken back',
    async (id, member) => {
      const { buyer, pass } = await handedOver(id, member)
      return () => buyer.api.post(`/passes/${pass}/return`).expect(204)
    },
    'took back a place that they had handed to you',
  ],
  [
    'when the booking of a place that was handed to them is cancelled',
    async (id, member) => {
      const { buyer, booking } = await handedOver(id, member)
      return () => cancel(buyer, booking)
    },
    'cancelled a place that was handed to you',
  ],
  [
    'when they do not take a place in time for which they had waited',
    async (id, member) => {
      const first = await somebody()
      const { body } = await book(first, id, { quantity: 3 })
      await member.api.post(`/events/${id}/waiting-list`, { quantity: 1 }).expect(204)
      return async () => {
        await cancel(first, body.id)
        await workOffAllMails()
        world.clock.advance(2 * hour)
        await workOff(world)
      }
    },
    'The place that was held for you is no longer held',
  ],
]

describe('an event that turns invite-only', () => {
  test.each(ways)(
    'stays in the sight of who has something of it, and they are told in the end: %s',
    async (_, have, said) => {
      const [id, member] = [await create({ title: 'Quiet evening', capacity: 3 }), await somebody()]
      const lose = await have(id, member)
      await workOffAllMails()
      await hide(id)
      await workOffAllMails()
      expect(await sees(member, id)).toBe(true)
      const before = mailsTo(member).length
      world.clock.advance(minute)

      await lose()
      expect(await sees(member, id)).toBe(false)
      const [newest, ...others] = await inboxOf(member)
      expect([newest?.text, newest?.subject.title]).toEqual([expect.stringContaining(said), 'Quiet evening'])
      expect(others).toEqual([])
      expect(await unreadOf(member)).toBe(1)
      await workOffAllMails()
      const mails = mailsTo(member).slice(before)
      expect(mails.map(({ subject }) => subject)).toContainEqual(expect.stringContaining(said))
      expect(mails.at(-1)?.subject).toContain('Quiet evening')
    },
  )

  test('takes back what is unread of it from somebody who leaves its waiting list', async () => {
    const [id, member] = [await create({ capacity: 1 }), await somebody()]
    await book(await somebody(), id)
    await member.api.post(`/events/${id}/waiting-list`, { quantity: 1 }).expect(204)
    await hide(id)
    await host.api.patch(`/events/${id}`, { location: 'Studio 9', notify: true }).expect(200)
    expect(await unreadOf(member)).toBe(1)
    await member.api.delete(`/events/${id}/waiting-list`).expect(204)
    expect(await unreadOf(member)).toBe(0)
  })

  test('tells nobody who keeps what they have', async () => {
    const [id, booked, waiting, invited] = [
      await create({ title: 'Full evening', capacity: 1 }),
      ...(await Promise.all([somebody(), somebody(), somebody()])),
    ]
    await book(booked, id)
    await waiting.api.post(`/events/${id}/waiting-list`, { quantity: 1 }).expect(204)
    await invite(id, invited)
    const told = () => Promise.all([booked, waiting, invited].map((one) => inboxOf(one)))
    const before = await told()
    await hide(id)
    expect(await told()).toEqual(before)
    for (const one of [booked, waiting, invited]) expect(await sees(one, id)).toBe(true)
  })
})

test('a removed person reads why: in the bell, in the mail and, while they may see the event, in their bookings', async () => {
  const [id, member, reason] = [await create({ title: 'Young class' }), await somebody(), 'For children up to 12 only.']
  const { body } = await book(member, id)
  await workOffAllMails()
  const before = mailsTo(member).length
  const at = `/bookings/${body.id}/cancellation`
  const answer = await host.pages.post(at).type('form').send({ reason }).redirects(0)
  expect([answer.status, answer.headers.location]).toEqual([303, `/events/${id}/attendees`])
  const seen = async () => (await member.pages.get('/bookings').expect(200)).text.includes(reason)
  const [told] = await inboxOf(member)
  const excerpt = expect.stringMatching(`, 19:00 \\(UTC\\) · Studio 2 ${reason}$`)
  expect([told?.text, told?.excerpt, await seen()]).toEqual(['mira cancelled your booking.', excerpt, true])
  expect((await member.api.get(`/bookings/${body.id}`).expect(200)).body.cancel_reason).toBe(reason)
  await hide(id)
  expect([(await inboxOf(member))[0]?.excerpt, await seen()]).toEqual([reason, false])
  await workOffAllMails()
  expect(
    mailsTo(member)
      .slice(before)
      .map(({ text }) => text),
  ).toEqual([expect.stringContaining(reason)])
  const own = (await book(member, await create())).body.id
  const cancelled = await member.api
    .post(`/bookings/${own}/cancellation`, { reason: 'Of no use to anybody' })
    .expect(200)
  expect(cancelled.body.cancel_reason).toBeNull()
})

test('somebody who may no longer see an event does not learn of later changes', async () => {
  const [id, member] = [await create({ title: 'Quiet evening' }), await somebody()]
  const { body } = await book(member, id)
  await hide(id)
  await workOffAllMails()
  const before = mailsTo(member).length
  world.clock.advance(minute)
  await cancel(host, body.id)
  world.clock.advance(1)
  await host.api.patch(`/events/${id}`, { title: 'Loud morning', location: 'Elsewhere' }).expect(200)
  const [told] = await inboxOf(member)
  expect(told).toMatchObject({ text: 'mira cancelled your booking.', subject: { title: 'An event' }, excerpt: null })
  await workOffAllMails()
  const mails = mailsTo(member).slice(before)
  expect(mails).toHaveLength(1)
  expect(JSON.stringify(mails)).not.toMatch(/Loud morning|Elsewhere/)
})

test('somebody who has declined, or has booked, is not notified that their invitation is withdrawn', async () => {
  const [id, declined, coming] = [await create({ visibility: 'invite_only' }), await somebody(), await somebody()]
  for (const one of [declined, coming]) await invite(id, one)
  await declined.api.post(`/events/${id}/invitation/decline`).expect(200)
  await book(coming, id)
  const { invitations } = (await host.api.get(`/events/${id}/invitations`).expect(200)).body
  for (const { id: one } of invitations) await host.api.delete(`/events/${id}/invitations/${one}`).expect(204)
  for (const one of [declined, coming])
    expect((await inboxOf(one)).map(({ text }) => text)).not.toContainEqual(expect.stringContaining('withdrew'))
})

test('nor is anybody whose invitation is withdrawn from what is cancelled', async () => {
  const [id, member] = [await create({ visibility: 'invite_only' }), await somebody()]
  await invite(id, member)
  await host.api.post(`/events/${id}/cancellation`).expect(200)
  const [{ id: invitation }] = (await host.api.get(`/events/${id}/invitations`).expect(200)).body.invitations
  await host.api.delete(`/events/${id}/invitations/${invitation}`).expect(204)
  expect((await inboxOf(member)).map(({ text }) => text)).not.toContainEqual(expect.stringContaining('withdrew'))
})
