import type { Page } from 'playwright-core'
import { anEvent, dayFromNow } from '../events/stage.ts'
import { join, type Member } from '../support/people.ts'
import type { World } from '../support/world.ts'
import { refused, type Situation } from './whole-pages.ts'

const long = 'Donaudampfschifffahrtsgesellschaftskapitänsmütze-and-not-a-space'

/** Every page of events: as a guest, as people who book, wait or are invited, and as the host. */
export async function eventSituations(world: World): Promise<Situation[]> {
  const [nobody, kim, lee] = [await join(world, 'newcomer'), await join(world, 'kim'), await join(world, 'lee')]
  const mira = await join(world, 'mira', 'assistant')
  const { open, full, secret, cancelled, asks, booked, handed } = await fill(world, mira, kim, lee)
  const door = (await mira.api.post(`/events/${open}/doors`, { name: long.slice(0, 60) }).expect(201)).body.id
  return [
    { name: 'the overview as a guest', who: null, path: '/events' },
    { name: 'a search that finds nothing', who: nobody, path: '/events?q=polka' },
    { name: 'no past events', who: nobody, path: '/events?past=yes' },
    { name: 'the overview as a customer', who: kim, path: '/events' },
    { name: 'the calendar', who: kim, path: `/events/calendar?month=${dayFromNow(world, 7).slice(0, 7)}` },
    { name: 'an empty month', who: kim, path: '/events/calendar?month=2020-02' },
    { name: 'an event as a guest', who: null, path: `/events/${open}` },
    { name: 'an event that one comes to', who: kim, path: `/events/${open}` },
    { name: 'a waiting list', who: lee, path: `/events/${full}` },
    { name: 'an event that is sold out', who: nobody, path: `/events/${full}` },
    { name: 'an invitation', who: lee, path: `/events/${secret}` },
    { name: 'a cancelled event', who: kim, path: `/events/${cancelled}` },
    { name: 'questions', who: kim, path: `/events/${asks}/booking?quantity=2` },
    {
      name: 'refused answers',
      who: kim,
      path: `/events/${asks}/booking?quantity=1`,
      act: refused({ [`answer_1_${await questionOf(kim, asks)}`]: '\u200b' }, 'Book this place'),
    },
    { name: 'no bookings', who: nobody, path: '/bookings' },
    { name: 'bookings', who: kim, path: '/bookings' },
    { name: 'cancelling a booking', who: kim, path: `/bookings/${booked}/cancellation` },
    { name: 'giving back places', who: kim, path: `/bookings/${handed}/cancellation` },
    { name: 'passes', who: kim, path: `/events/${open}/passes`, act: shownLive },
    { name: 'a door without a camera', who: mira, path: `/doors/${door}`, act: connected },
    { name: 'no passes', who: nobody, path: `/events/${open}/passes` },
    { name: 'a pass that is handed to one', who: lee, path: `/events/${full}/passes` },
    { name: 'bookings beside what was handed over', who: lee, path: '/bookings' },
    {
      name: 'a place that is handed to nobody',
      who: kim,
      path: `/passes/${await passOf(kim, full)}`,
      act: async (page) => {
        await page.locator('summary').click()
        await refused({ username: 'nobody at all' }, 'Hand over')(page)
      },
    },
    { name: 'writing to the host', who: kim, path: `/events/${open}/contact` },
    { name: 'an event as its host', who: mira, path: `/events/${open}` },
    { name: 'attendees and invitations', who: mira, path: `/events/${open}/attendees` },
    { name: 'the doors of an event', who: mira, path: `/events/${open}/door` },
    { name: 'a new event', who: mira, path: '/events/new' },
    { name: 'a refused event', who: mira, path: `/events/${asks}/edit`, act: refused({ title: 'x' }, 'Save') },
    { name: 'cancelling an event', who: mira, path: `/events/${open}/cancellation` },
    { name: 'repeating an event', who: mira, path: `/events/${open}/copies` },
  ]
}

const shownLive = (page: Page) => page.locator('.pass__picture svg').waitFor()
const connected = (page: Page) => page.locator('#connection').getByText('Connected').waitFor()

/** A pass that can still be shown. */
const passOf = async ({ api, id }: Member, event: number): Promise<number> => {
  const { passes } = (await api.get(`/passes?event_id=${event}`).expect(200)).body
  return passes.find(({ holder }: { holder: { id: number } }) => holder.id === id).id
}

const questionOf = async ({ api }: Member, id: number) => (await api.get(`/events/${id}`)).body.questions[0].id

/** Events of every kind, with long texts. */
async function fill(world: World, host: Member, kim: Member, lee: Member) {
  const create = async (more: object): Promise<number> =>
    (await host.api.post('/events', anEvent(world, more)).expect(201)).body.id
  const book = async (member: Member, id: number, quantity = 1) => {
    const { purchase_token } = (await member.api.post(`/events/${id}/purchase-tokens`).expect(200)).body
    const type_id = (await member.api.get(`/events/${id}`)).body.types[0]?.id
    return (await member.api.post(`/events/${id}/bookings`, { purchase_token, quantity, type_id }).expect(201)).body.id
  }
  const open = await create({ title: long, location: long, capacity: 20, price: 12.5, attendees_visible: true })
  const full = await create({ capacity: 2, types: [{ name: long.slice(0, 60) }] })
  const secret = await create({ visibility: 'invite_only' })
  const cancelled = await create({ title: 'Jam' })
  const asks = await create({
    types: [{ name: 'Adult', price: 9 }, { name: 'Child' }],
    questions: [
      { label: 'Name', kind: 'text', required: true },
      { label: 'Level', kind: 'choice', choices: ['New', 'Some'] },
    ],
  })
  const booked = await book(kim, open, 2)
  const handed = await book(kim, full, 2)
  await book(kim, cancelled)
  await kim.api.post(`/passes/${await passOf(kim, full)}/handover`, { username: 'lee' }).expect(200)
  const type_id = (await lee.api.get(`/events/${full}`)).body.types[0].id
  await lee.api.post(`/events/${full}/waiting-list`, { quantity: 1, type_id }).expect(204)
  for (const id of [open, secret])
    await host.api.post(`/events/${id}/invitations`, { who: ['lee', 'somebody@example.org'] }).expect(200)
  await letIn(host, open)
  await host.api.post(`/events/${cancelled}/cancellation`, { reason: 'The floor is wet.' }).expect(200)
  return { open, full, secret, cancelled, asks, booked, handed }
}

/** Admissions at two doors, both by the same pass. */
async function letIn({ api }: Member, event: number): Promise<void> {
  for (const name of [long.slice(0, 60), 'Side entrance']) {
    const door = (await api.post(`/events/${event}/doors`, { name }).expect(201)).body
    const [{ id: pass_id }] = (await api.get(`/doors/${door.id}/people`).expect(200)).body.people
    const scans = [{ scan_id: `scan-${door.id}`, at: door.opened_at, pass_id }]
    await api.post(`/doors/${door.id}/reconciliation`, { scans }).expect(200)
    await api.delete(`/doors/${door.id}`).expect(204)
  }
  await api.post(`/events/${event}/doors`, { name: 'Main entrance' }).expect(201)
}
