import { describe, expect, test } from 'vitest'
import { makeFeed, readFeed } from '#events/calendar/feeds.ts'
import { cancelledKind } from '#events/events/notification-kinds.ts'
import { notifyAll } from '#platform/activity/readers/notifications.ts'
import { inboxOf, unreadOf } from '../notifications/told.ts'
import { apiOf, join, type Member, pagesOf } from '../support/people.ts'
import { givePicture } from '../support/pictures.ts'
import { book, startHouse } from './stage.ts'

// An invite-only event is invisible to people who are not invited, everywhere.

const { world, host, kim, lee, create } = await startHouse()
const boss = await join(world, 'boss', 'admin')
const anna = await join(world, 'anna', 'assistant')
const name = 'Zebra quadrille'
const month = (await kim.api.get(`/events/${await create()}`)).body.date.slice(0, 7)

type Visitor = Pick<Member, 'token' | 'api' | 'pages'>
const guest: Visitor = { token: '', api: apiOf(world, ''), pages: pagesOf(world, '') }

async function invitationOf(id: number, member: Member): Promise<number> {
  const { body } = await host.api.get(`/events/${id}/invitations`).expect(200)
  return body.invitations.find((one: { person: { id: number } | null }) => one.person?.id === member.id).id
}

const inviteTo = (id: number, ...people: Member[]) =>
  host.api.post(`/events/${id}/invitations`, { who: people.map(({ username }) => username) }).expect(200)
const withdrawFrom = async (id: number, member: Member) =>
  host.api.delete(`/events/${id}/invitations/${await invitationOf(id, member)}`).expect(204)
const cancelAll = async (member: Member, id: number) => {
  const { bookings } = (await member.api.get('/bookings?limit=100').expect(200)).body
  for (const one of bookings)
    if (one.event_id === id && one.cancelled_at === null)
      await member.api.post(`/bookings/${one.id}/cancellation`).expect(200)
}

/** An event that was public at first, and one person for each relation to it. */
const id = await create({ title: name, capacity: 3 })
const [uninvited, declined, booked, waiting, left, former] = (await Promise.all(
  ['una', 'dean', 'boris', 'wanda', 'lefty', 'fiona'].map((one) => join(world, one)),
)) as [Member, Member, Member, Member, Member, Member]
await book(former, id)
await cancelAll(former, id)
await book(booked, id, { quantity: 3 })
for (const one of [waiting, left]) await one.api.post(`/events/${id}/waiting-list`, { quantity: 1 }).expect(204)
await host.api.patch(`/events/${id}`, { visibility: 'invite_only' }).expect(200)
await left.api.delete(`/events/${id}/waiting-list`).expect(204)
await inviteTo(id, lee, uninvited, declined)
await withdrawFrom(id, uninvited)
await declined.api.post(`/events/${id}/invitation/decline`).expect(200)

const picture = await givePicture(world, host)
await world.ctx.db.updateTable('events').set({ picture_id: picture }).where('id', '=', id).execute()
await world.ctx.db.updateTable('files').set({ kind: 'event' }).where('id', '=', picture).execute()

await notifyAll(world.ctx, [
  {
    ...{ kind: cancelledKind, subject: { type: 'event', id }, action: null, message_id: null, actor_id: null },
    to: [kim, uninvited, left, former, host, anna, lee, declined, booked, waiting].map((one) => one.id),
  },
])

const outside: [string, Visitor][] = [
  ['a guest', guest],
  ['somebody who was never invited', kim],
  ['somebody whose invitation was withdrawn', uninvited],
  ['somebody who no longer waits', left],
  ['somebody whose booking is cancelled', former],
]
const inside: [string, Visitor][] = [
  ['the host', host],
  ['another colleague', anna],
  ['somebody who is invited', lee],
  ['somebody who has declined', declined],
  ['somebody who has a place', booked],
  ['somebody who waits', waiting],
]

type Ask = (visitor: Visitor) => PromiseLike<{ status: number; text: string }>
const naming = (ask: Ask) => async (visitor: Visitor) => (await ask(visitor)).text.includes(name)
/** People who may see it but not do this get another refusal than not-found. */
const found = (ask: Ask) => async (visitor: Visitor) => ![401, 303, 404].includes((await ask(visitor)).status)
const asked = { purchase_token: '', quantity: 1 }
const form = (visitor: Visitor, path: string) => visitor.pages.post(`/events/${id}${path}`).type('form').redirects(0)

async function liveStatus({ token }: Visitor) {
  const headers = { authorization: `Bearer ${token}` }
  const { status } = await fetch(`${world.url}/api/v1/live?event=${id}`, { method: 'HEAD', headers })
  return { status, text: '' }
}

/** Whether a visitor can see the event. */
const ways: [string, (visitor: Visitor) => Promise<boolean>][] = [
  ['the list', naming(({ pages }) => pages.get('/events'))],
  ['the list over the API', naming(({ api }) => api.get('/events?limit=100'))],
  ['the search', naming(({ pages }) => pages.get('/events?q=zebra+quad'))],
  ['the search over the API', naming(({ api }) => api.get('/events?q=zebra+quad'))],
  ['the calendar', naming(({ pages }) => pages.get(`/events/calendar?month=${month}`))],
  ['the home page', naming(({ pages }) => pages.get('/home'))],
  ['its page', naming(({ pages }) => pages.get(`/events/${id}`))],
  ['its page over the API', naming(({ api }) => api.get(`/events/${id}`))],
  ['the booking form', naming(({ pages }) => pages.get(`/events/${id}/booking`))],
  ['notifications', naming(({ pages }) => pages.get('/notifications'))],
  ['notifications over the API', naming(({ api }) => api.get('/notifications?limit=100'))],
  ['its .ics file', naming(({ pages }) => pages.get(`/events/${id}/event.ics`).buffer(true))],
  ['its picture', found(({ pages }) => pages.get(`/files/${picture}`))],
  ['its picture over the API', found(({ api }) => api.get(`/files/${picture}/small`))],
  ['live', found(liveStatus)],
  ['the attendees', found(({ pages }) => pages.get(`/events/${id}/attendees`).redirects(0))],
  ['the attendees over the API', found(({ api }) => api.get(`/events/${id}/bookings`))],
  ['the names of who comes', found(({ api }) => api.get(`/events/${id}/attendees`))],
  ['the file of attendees', found(({ pages }) => pages.get(`/events/${id}/attendees.csv`))],
  ['those who wait', found(({ api }) => api.get(`/events/${id}/waiting-list`))],
  ['the invited', found(({ api }) => api.get(`/events/${id}/invitations`))],
  ['a purchase token', found(({ api }) => api.post(`/events/${id}/purchase-tokens`))],
  ['booking', found((visitor) => form(visitor, '/bookings').send(asked))],
  ['booking over the API', found(({ api }) => api.post(`/events/${id}/bookings`, asked))],
  ['the waiting list', found(({ api }) => api.post(`/events/${id}/waiting-list`, { quantity: 4 }))],
  ['the form to edit', found(({ pages }) => pages.get(`/events/${id}/edit`))],
  ['the form to cancel', found(({ pages }) => pages.get(`/events/${id}/cancellation`))],
  ['the form to repeat', found(({ pages }) => pages.get(`/events/${id}/copies`))],
  ['editing', found(({ api }) => api.patch(`/events/${id}`, { capacity: 1 }))],
  ['inviting', found(({ api }) => api.post(`/events/${id}/invitations`, { who: ['nobody-of-this-name'] }))],
]

test.each(ways)('%s shows it to people who may see it, and to nobody else', async (_way, sees) => {
  const seeing: string[] = []
  for (const [who, visitor] of [...outside, ...inside]) if (await sees(visitor)) seeing.push(who)
  expect(seeing).toEqual(inside.map(([who]) => who))
})

const foreign: [string, (id: number) => Promise<{ status: number; body: { code: string } }>][] = [
  ['cancelling', async (id) => kim.api.post(`/events/${id}/cancellation`, { reason: '' })],
  ['repeating', async (id) => kim.api.post(`/events/${id}/copies`, { until: `${month}-28` })],
  ['leaving the waiting list', async (id) => kim.api.delete(`/events/${id}/waiting-list`)],
  ['declining', async (id) => kim.api.post(`/events/${id}/invitation/decline`)],
  ['withdrawing an invitation', async (id) => kim.api.delete(`/events/${id}/invitations/1`)],
]

test.each(foreign)('%s answers as for an event that there is not', async (_what, act) => {
  const [hidden, none] = [await act(id), await act(2_000_000_000)]
  expect(hidden).toMatchObject({ status: 404, body: { ...none.body, request_id: expect.anything() } })
})

test('the host’s profile lists public events only, for every viewer', async () => {
  await create({ title: 'Open evening' })
  for (const visitor of [kim, lee, anna, host]) {
    const { text } = await visitor.pages.get('/people/mira').expect(200)
    expect(text).toContain('Open evening')
    expect(text).not.toContain(name)
  }
})

test('it is in the feeds of people who take part in it, and in feeds of all events of people who may see it', async () => {
  const [own, all]: [string[], string[]] = [[], []]
  for (const [who, { actor }] of [...outside, ...inside] as [string, Member][]) {
    if (!actor) continue // a guest has no feed
    const { url } = await makeFeed(world.ctx, actor)
    if ((await readFeed(world.ctx, tokenIn(url), 'own')).includes(name)) own.push(who)
    if ((await readFeed(world.ctx, tokenIn(url), 'all')).includes(name)) all.push(who)
  }
  expect(own).toEqual(['the host', 'somebody who is invited', 'somebody who has a place'])
  expect(all).toEqual(inside.map(([who]) => who))
})

const tokenIn = (url: string) => url.split('/').at(-1)?.replace('.ics', '') ?? ''

test('one’s own bookings do not include an event that one may no longer see', async () => {
  expect((await former.api.get('/bookings').expect(200)).body.bookings).toEqual([])
  expect((await former.pages.get('/bookings').expect(200)).text).not.toContain(name)
  expect((await booked.pages.get('/bookings').expect(200)).text).toContain(name)
})

test('a suspended account sees nothing, and may not be invited', async () => {
  const gone = await join(world, 'gone')
  await inviteTo(id, gone)
  await boss.api.post(`/admin/accounts/${gone.id}/suspension`).expect(200)
  for (const [way, sees] of ways) expect([way, await sees(gone)]).toEqual([way, false])
  expect((await host.api.post(`/events/${id}/invitations`, { who: ['gone'] })).status).toBe(422)
})

describe('notifications are withdrawn, and not counted, when sight is lost, except the one that says so', () => {
  const losses: [string, (member: Member, id: number) => Promise<unknown>][] = [
    ['when the invitation is withdrawn', (member, id) => withdrawFrom(id, member)],
    [
      'when it becomes invite-only',
      (_member, id) => host.api.patch(`/events/${id}`, { visibility: 'invite_only' }).expect(200),
    ],
    [
      'when staff become a customer',
      async (member, id) => {
        await host.api.patch(`/events/${id}`, { visibility: 'invite_only' }).expect(200)
        await withdrawFrom(id, member)
        await boss.api.put(`/admin/accounts/${member.id}/type`, { account_type: 'customer' }).expect(200)
      },
    ],
  ]

  test.each(losses)('%s', async (how, lose) => {
    const type = how.includes('staff') ? 'assistant' : 'customer'
    const member = await join(world, `loser${losses.findIndex(([one]) => one === how)}`, type)
    const visibility = how.includes('withdrawn') ? 'invite_only' : 'public'
    const lost = await create({ title: 'Soon out of sight', visibility })
    await inviteTo(lost, member)
    if (how.includes('becomes')) {
      await host.api.patch(`/events/${lost}`, { title: 'Soon out of sight' }).expect(200)
      await withdrawFrom(lost, member)
    }
    expect(await unreadOf(member)).toBe(1)
    await lose(member, lost)
    const left = how.includes('becomes') ? [] : ['mira withdrew your invitation.']
    expect((await inboxOf(member)).map(({ text }) => text)).toEqual(left)
    expect(await unreadOf(member)).toBe(left.length)
  })
})
