import { expect, test } from 'vitest'
import { auditOf } from '../accounts/reading.ts'
import { inboxOf } from '../notifications/told.ts'
import { minute } from '../support/clock.ts'
import { pageOf } from '../support/page.ts'
import { join, type Member } from '../support/people.ts'
import { book, placesTaken, startHouse, startingIn, tokenFor } from './stage.ts'

// People with a place at an invite-only event see it; only invited people can book there.

const { world, host, kim, lee, create } = await startHouse()

const inviteTo = (id: number, ...people: Member[]) =>
  host.api.post(`/events/${id}/invitations`, { who: people.map(({ username }) => username) }).expect(200)
const wait = (member: Member, id: number) => member.api.post(`/events/${id}/waiting-list`, { quantity: 1 })

async function withdrawFrom(id: number, member: Member) {
  const { invitations } = (await host.api.get(`/events/${id}/invitations`).expect(200)).body
  const own = invitations.find(({ person }: { person: { id: number } }) => person.id === member.id)
  await host.api.delete(`/events/${id}/invitations/${own.id}`).expect(204)
}

test('a handed-over place does not invite its holder, nor somebody whose invitation was withdrawn', async () => {
  const id = await create({ visibility: 'invite_only', capacity: 3 })
  await inviteTo(id, kim)
  const { body } = await book(kim, id, { quantity: 2 })
  const [pass] = (await kim.api.get(`/passes?event_id=${id}`).expect(200)).body.passes
  await kim.api.post(`/passes/${pass.id}/handover`, { username: 'lee' }).expect(200)
  await book(kim, id)
  await kim.api.post(`/bookings/${body.id + 1}/cancellation`).expect(200)
  await withdrawFrom(id, kim)
  for (const member of [kim, lee]) {
    const refused = await book(member, id)
    expect([refused.status, refused.body.code]).toEqual([403, 'not_invited'])
    const page = pageOf((await member.pages.get(`/events/${id}`).expect(200)).text)
    expect(page.all('button', /^Book/)).toEqual([])
    const asked = { purchase_token: await tokenFor(member, id), quantity: '1' }
    const { text } = await member.pages.post(`/events/${id}/bookings`).type('form').send(asked).expect(403)
    expect(text).toContain('Only people who are invited can book places at this event.')
    expect((await wait(member, id)).body.code).toBe('not_invited')
  }
  expect(await placesTaken(world, id)).toBe(2)
  await inviteTo(id, lee)
  expect((await book(lee, id)).status).toBe(201)
})

test('somebody who waited while an event was public can book their offer', async () => {
  const [id, next] = [await create({ capacity: 1 }), await join(world, 'next')]
  const { body } = await book(kim, id)
  await wait(next, id).expect(204)
  await host.api.patch(`/events/${id}`, { visibility: 'invite_only' }).expect(200)
  await kim.api.post(`/bookings/${body.id}/cancellation`).expect(200)
  expect((await book(next, id)).status).toBe(201)
})

test('withdrawing an invitation ends the waiting: the offer goes to the next person, and the former guest is notified', async () => {
  const [id, gone, next] = [
    await create({ visibility: 'invite_only', capacity: 1 }),
    await join(world, 'gone'),
    await join(world, 'following'),
  ]
  await inviteTo(id, kim, gone, next)
  const { body } = await book(kim, id)
  for (const member of [gone, next]) await wait(member, id).expect(204)
  await kim.api.post(`/bookings/${body.id}/cancellation`).expect(200)
  await withdrawFrom(id, gone)
  await gone.api.get(`/events/${id}`).expect(404)
  expect((await next.api.get(`/events/${id}`).expect(200)).body.waiting_list).toBe('offered')
  expect((await inboxOf(gone)).map(({ text }) => text)).toEqual(['mira withdrew your invitation.'])
  const [ended] = (await auditOf(world, 'event', id)).filter(({ action }) => action === 'event_waiting_ended')
  expect(ended).toMatchObject({ actor_id: host.id, after: JSON.stringify({ account_id: gone.id }) })
  expect(await placesTaken(world, id)).toBe(1)
})

test('staff book without an invitation, and wait on when one is withdrawn', async () => {
  const [id, oisin] = [
    await create({ visibility: 'invite_only', capacity: 1 }),
    await join(world, 'oisin', 'assistant'),
  ]
  await inviteTo(id, kim, oisin)
  await book(kim, id)
  await wait(oisin, id).expect(204)
  await withdrawFrom(id, oisin)
  expect((await oisin.api.get(`/events/${id}`).expect(200)).body.waiting_list).toBe('waiting')
})

test('who loses the sight of an event with their place reads on another page that the place is given up', async () => {
  const [id, next] = [await create({ capacity: 1 }), await join(world, 'onward')]
  const { body } = await book(kim, id)
  await wait(next, id).expect(204)
  await host.api.patch(`/events/${id}`, { visibility: 'invite_only' }).expect(200)
  const left = await next.pages.post(`/events/${id}/waiting-list/removal`).expect(303)
  const cancelled = await kim.pages.post(`/bookings/${body.id}/cancellation`).expect(303)
  const said = async (member: Member, { headers }: typeof left) =>
    (await member.pages.get(headers.location as string).expect(200)).text
  expect(await said(next, left)).toContain('You are no longer on the waiting list.')
  expect(await said(kim, cancelled)).toContain('Your booking is cancelled.')
})

test('declining ends the waiting: the offer goes to the next person', async () => {
  const [id, first, next] = [
    await create({ visibility: 'invite_only', capacity: 1 }),
    await join(world, 'declining'),
    await join(world, 'eager'),
  ]
  await inviteTo(id, kim, first, next)
  const { body } = await book(kim, id)
  for (const member of [first, next]) await wait(member, id).expect(204)
  await kim.api.post(`/bookings/${body.id}/cancellation`).expect(200)
  await first.api.post(`/events/${id}/invitation/decline`).expect(200)
  const states = [first, next].map(async (member) => (await member.api.get(`/events/${id}`)).body.waiting_list)
  expect(await Promise.all(states)).toEqual([null, 'offered'])
})

test('nobody declines what is cancelled or has begun, and the host hears of nothing', async () => {
  const [cancelled, begun] = [
    await create({ visibility: 'invite_only' }),
    await create({ visibility: 'invite_only', ...startingIn(world, 30) }),
  ]
  for (const id of [cancelled, begun]) await inviteTo(id, lee)
  await host.api.post(`/events/${cancelled}/cancellation`, {}).expect(200)
  world.clock.advance(31 * minute)
  const codes = [cancelled, begun].map(
    async (id) => (await lee.api.post(`/events/${id}/invitation/decline`).expect(409)).body.code,
  )
  expect(await Promise.all(codes)).toEqual(['event_cancelled', 'event_started'])
  const told = (await inboxOf(host)).filter(({ subject }) => [cancelled, begun].includes(subject.id))
  expect(told.map(({ text }) => text)).not.toContain('lee declined your invitation.')
})
