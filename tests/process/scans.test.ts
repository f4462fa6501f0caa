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

const scanners = 20

async function startTwo(engine: 'sqlite' | 'postgres') {
  const database = { ...secrets, DATABASE_URL: await freshDatabase(engine) }
  const programs: Program[] = []
  for (let n = 0; n < 2; n++) programs.push(await start({ folder: await ownFolder(), env: { ...env, ...database } }))
  return programs as [Program, Program]
}

async function newEvent(host: Client): Promise<number> {
  const date = new Date(Date.now() + 24 * 3_600_000).toISOString().slice(0, 10)
  const times = { date, start_time: '19:00', end_time: '20:30' }
  const { body } = await host.post('/events', { title: 'Tonight', description: 'At last.', ...times })
  return body.id
}

async function passAt(person: Client, event: number): Promise<number> {
  const { body } = await person.post(`/events/${event}/purchase-tokens`)
  await person.post(`/events/${event}/bookings`, { purchase_token: body.purchase_token, quantity: 1 })
  return (await person.get(`/passes?event_id=${event}`)).body.passes.at(-1).id
}

describe.each(['sqlite', 'postgres'] as const)('on %s with two processes', (engine) => {
  test('twenty scanners and one pass: one admits, and each sent again gets its answer', async () => {
    const programs = await startTwo(engine)
    const { body } = await clientOf(programs[0].url).post('/sessions', { login: admin.ADMIN_EMAIL, password })
    const hosts = programs.map(({ url }) => clientOf(url, body.access_token)) as [Client, Client]
    const event = await newEvent(hosts[0])
    const kim = await registered(programs[0])
    const pass = await passAt(kim, event)
    const opened = Array.from({ length: scanners }, (_, n) =>
      hosts[0].post(`/events/${event}/doors`, { name: `Door ${n}` }),
    )
    const doors = (await Promise.all(opened)).map(({ body }) => body.id as number)
    const { codes } = (await kim.post(`/passes/${pass}/showings`)).body
    const scanAll = () =>
      Promise.all(
        doors.map((door, n) =>
          (hosts[n % 2] as Client).post(`/doors/${door}/scans`, { code: codes[0].text, scan_id: `scan-${n}` }),
        ),
      )

    const answers = await scanAll()

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(answers.filter(({ body }) => body.verdict === 'admitted')).toHaveLength(1)
    expect(answers.filter(({ body }) => body.reason === 'used')).toHaveLength(scanners - 1)
    expect((await scanAll()).map(({ body }) => body.verdict)).toEqual(answers.map(({ body }) => body.verdict))
    const { body: log } = await hosts[1].get(`/events/${event}/admissions`)
    expect(log.admissions).toHaveLength(1)
  })
})
