import { describe, expect, test } from 'vitest'
import { freshDatabase } from '../support/database.ts'
import { type Client, clientOf, password, registered } from './client.ts'
import { ownFolder, type Program, start } from './program.ts'

const admin = { ADMIN_EMAIL: 'admin@example.com', ADMIN_PASSWORD: password }
const env = { ...admin, EVENTS: 'on', RATE_LIMITS: 'off', TIME_ZONE: 'UTC', MAIL_URL: 'off' }
const secrets = {
  SECRET_KEY: 'a secret key for tests alone, of no worth',
  PEPPER: 'a pepper for tests alone, of no worth',
}

const buyers = 20
const purchasesEach = 10

async function hostOf({ url }: Program): Promise<Client> {
  const { body } = await clientOf(url).post('/sessions', { login: admin.ADMIN_EMAIL, password })
  return clientOf(url, body.access_token)
}

async function newEvent(host: Client): Promise<number> {
  const date = new Date(Date.now() + 7 * 24 * 3_600_000).toISOString().slice(0, 10)
  const times = { date, start_time: '19:00', end_time: '20:30' }
  const { body } = await host.post('/events', { title: 'The last places', description: 'Few.', capacity: 4, ...times })
  return body.id
}

/** Sends requests to the two programs in turn. */
async function purchases(programs: Program[], people: Client[], event: number) {
  const tokens = await Promise.all(
    people.flatMap((person) =>
      Array.from({ length: purchasesEach }, async () => {
        const { body } = await person.post(`/events/${event}/purchase-tokens`)
        return { person, purchase_token: body.purchase_token as string }
      }),
    ),
  )
  return Promise.all(
    tokens.map(({ person, purchase_token }, n) =>
      clientOf((programs[n % programs.length] as Program).url, person.token).post(`/events/${event}/bookings`, {
        purchase_token,
        quantity: 1,
      }),
    ),
  )
}

describe.each([
  { engine: 'sqlite', processes: 1 },
  { engine: 'postgres', processes: 2 },
] as const)('on $engine with $processes processes', ({ engine, processes }) => {
  test('of 200 purchases at once for the last 4 places exactly 4 are sold', async () => {
    const database = { ...secrets, DATABASE_URL: await freshDatabase(engine) }
    const programs: Program[] = []
    for (let n = 0; n < processes; n++)
      programs.push(await start({ folder: await ownFolder(), env: { ...env, ...database } }))
    const [first] = programs as [Program]
    const host = await hostOf(first)
    const event = await newEvent(host)
    const people: Client[] = []
    for (let n = 0; n < buyers; n++) people.push(await registered(first, `buyer${n}`))

    const answers = await purchases(programs, people, event)

    const sold = answers.filter(({ status }) => status === 201)
    const others = answers.filter(({ status }) => status !== 201)
    expect(answers).toHaveLength(200)
    expect(sold).toHaveLength(4)
    expect(new Set(others.map(({ status, body }) => `${status} ${body.code}`))).toEqual(new Set(['409 sold_out']))
    expect((await host.get(`/events/${event}`)).body.places_left).toBe(0)
    const { attendees } = (await host.get(`/events/${event}/bookings`)).body
    expect(attendees.map(({ booking_id }: { booking_id: number }) => booking_id).sort()).toEqual(
      sold.map(({ body }) => body.id).sort(),
    )
  })
})
