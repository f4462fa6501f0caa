import type { Context } from '#context'
import { bookPlaces, markPaid } from '#events/bookings/bookings.ts'
import { issuePurchaseToken } from '#events/bookings/purchase-tokens.ts'
import { cancelEvent } from '#events/events/cancellation.ts'
import { copyEvent, createEvent, questionsOf, typesOf } from '#events/events/events.ts'
import { invite } from '#events/events/invitations.ts'
import { type EventInput, newEvent } from '#events/events/schemas.ts'
import { dayLater } from '#events/events/times.ts'
import { joinWaitingList } from '#events/events/waiting-list.ts'
import { dayNameOf, wallClock } from '#lib/calendar.ts'
import type { Actor } from '#platform/identity/actor.ts'

type People = Map<string, Actor>

const get = (people: People, name: string): Actor => {
  const actor = people.get(name)
  if (!actor) throw new Error(`nobody is called ${name}`)
  return actor
}

/** A term of classes, a show that is sold out, a workshop for invited people, one with questions, one that is cancelled. */
export async function addEvents(ctx: Context, people: People): Promise<void> {
  if (!ctx.settings.current.events) return
  const today = dayNameOf(ctx.config.timeZone, ctx.clock.now())
  const weekday = wallClock(ctx.config.timeZone, ctx.clock.now()).getUTCDay()
  /** The next such weekday, 1 for Monday, some weeks later; never today. */
  const next = (wanted: number, weeks = 0) => dayLater(today, ((wanted - weekday + 6) % 7) + 1 + 7 * weeks)
  const by = (name: string) => get(people, name)
  const create = (host: string, event: object) => createEvent(ctx, by(host), newEvent.parse(event) as EventInput)
  const book = (name: string, id: number, count: number, fill?: (place: number) => Promise<Place>) =>
    bookFor(ctx, by(name), id, count, fill)

  const salsa = await create('marta', {
    title: 'Salsa for beginners',
    description: 'Steps, turns and a first short routine.\n\n- No partner needed\n- Flat shoes, please',
    ...{ date: next(2), start_time: '19:00', end_time: '20:15', location: 'Studio 2', capacity: 18, price: 14 },
  })
  await copyEvent(ctx, by('marta'), salsa, dayLater(next(2), 70))
  for (const [name, count] of [
    ['raj', 2],
    ['lucie', 1],
    ['jonasbaum', 2],
    ['siobhan', 1],
    ['sven', 1],
  ] as const)
    await book(name, salsa, count)

  const ballet = await create('deniz', {
    title: 'Adult ballet, open level',
    description: 'Barre and centre at an easy pace.',
    ...{ date: next(4), start_time: '18:30', end_time: '20:00', location: 'Studio 1', capacity: 12, price: 16 },
  })
  await copyEvent(ctx, by('deniz'), ballet, dayLater(next(4), 56))
  for (const name of ['ava', 'beatriz', 'grace', 'margaret']) await book(name, ballet, 1)

  await addShow(ctx, people, create, book, next(6, 1))
  await addChildrensWorkshop(ctx, create, book, next(6))
  await addInviteOnly(ctx, people, create, book, next(0, 1))

  const jam = await create('oisin', {
    title: 'Contact improvisation jam',
    description: 'Music, mats and nobody who tells you what to do.',
    ...{ date: next(5), start_time: '20:00', end_time: '22:00', location: 'Studio 3', capacity: 30 },
  })
  for (const name of ['yuki', 'raj', 'eleni']) await book(name, jam, 1)
  await cancelEvent(
    ctx,
    by('oisin'),
    jam,
    'The floor of Studio 3 is being repaired. We will try again in the new year.',
  )
}

interface Place {
  type_id: number | null
  answers: Record<string, string>
}

type Create = (host: string, event: object) => Promise<number>
type Book = (name: string, id: number, count: number, fill?: (place: number) => Promise<Place>) => Promise<number>

async function bookFor(
  ctx: Context,
  actor: Actor,
  id: number,
  count: number,
  fill: (place: number) => Promise<Place> = async () => ({ type_id: null, answers: {} }),
): Promise<number> {
  const places: Place[] = []
  for (let n = 0; n < count; n += 1) places.push(await fill(n))
  const purchase_token = issuePurchaseToken(ctx, actor.id, id).token
  return (await bookPlaces(ctx, actor, id, { purchase_token, places })).booking.id
}

async function addShow(ctx: Context, people: People, create: Create, book: Book, date: string) {
  const id = await create('helen', {
    title: 'Winter showcase',
    description:
      'An evening with **all our classes**: from the first steps of the children to the contemporary company.',
    ...{ date, start_time: '19:30', end_time: '22:00', location: 'Theatre on the Quay', capacity: 14 },
    types: [
      { name: 'Adult', price: 18, places: 10 },
      { name: 'Child', price: 8 },
    ],
    places_per_person: 4,
    attendees_visible: false,
  })
  const [adult, child] = await typesOf(ctx, id)
  const family = (adults: number) => async (n: number) => ({
    type_id: (n < adults ? adult?.id : child?.id) ?? null,
    answers: {},
  })
  const bookings = [
    await book('mrskeane', id, 4, family(2)),
    await book('mrsfitz', id, 3, family(2)),
    await book('tomasz', id, 3, family(3)),
    await book('patrick44', id, 4, family(3)),
  ]
  for (const booking of bookings.slice(0, 2)) await markPaid(ctx, get(people, 'helen'), booking, true)
  for (const [name, places] of [
    ['eleni', 2],
    ['wanjiru', 1],
    ['minjun', 4],
  ] as const)
    await joinWaitingList(ctx, get(people, name), id, { places, type_id: adult?.id ?? null })
}

async function addChildrensWorkshop(ctx: Context, create: Create, book: Book, date: string) {
  const id = await create('priya', {
    title: 'Nutcracker for children',
    description: 'Two hours with mice, snow and a very large tree. For dancers from six to ten.',
    ...{ date, start_time: '10:00', end_time: '12:00', location: 'Studio 1', capacity: 16, price: 20 },
    questions: [
      { label: 'Child’s name', kind: 'text', required: true },
      { label: 'Date of birth', kind: 'date', required: true },
      { label: 'Telephone number for the day', kind: 'phone', required: true },
      { label: 'Experience', kind: 'choice', choices: ['None', 'One year', 'More'] },
    ],
  })
  const [name, born, phone, experience] = (await questionsOf(ctx, id)).map((question) => String(question.id))
  const child = (called: string, birthday: string) => async () => ({
    type_id: null,
    answers: {
      [name as string]: called,
      [born as string]: birthday,
      [phone as string]: '+353 87 555 0134',
      [experience as string]: 'One year',
    },
  })
  await book('mrskeane', id, 1, child('Niamh', '2017-03-14'))
  await book('iryna', id, 1, child('Solomiya', '2018-09-02'))
}

async function addInviteOnly(ctx: Context, people: People, create: Create, book: Book, date: string) {
  const id = await create('deniz', {
    title: 'Pointe masterclass with Yuki Sato',
    description: 'For the advanced group only. Please warm up before.',
    ...{ date, start_time: '11:00', end_time: '13:30', location: 'Studio 1', visibility: 'invite_only', capacity: 8 },
    attendees_visible: true,
  })
  await invite(ctx, get(people, 'deniz'), id, ['yuki', 'ava', 'niamhdances', 'eleni', 'chiara@example.net'])
  await book('yuki', id, 1)
  await book('ava', id, 1)
}
