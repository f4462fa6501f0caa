import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { loadConfig } from '#config'
import type { Context } from '#context'
import { issuePurchaseToken } from '#events/bookings/purchase-tokens.ts'
import { addAccount } from '#people/accounts/accounts.ts'
import { startSession } from '#people/sessions/sessions.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { closeContext } from '#platform/start/close-context.ts'
import { createContext } from '../../src/open-context.ts'
import { Child } from './child.ts'
import { folder } from './fills.ts'
import type { Options } from './options.ts'
import { type Bar, printBars } from './report.ts'
import { settings } from './settings.ts'

// Booking compared with the bare insert of the same rows, and the overview and calendar of many events with those of
// few.

const sizes = [100, 10_000]
const day = 24 * 3_600_000
const env = { EVENTS: 'on', LOG_LEVEL: 'warn' }
const buyers = 50

interface Filled {
  database: string
  ctx: Context
  /** Sessions of people who book. */
  people: { id: number; token: string }[]
}

async function fill(size: number): Promise<Filled> {
  const database = `file:${join(folder, `events-${size}-${randomUUID()}.db`)}`
  const ctx = await createContext(loadConfig({ ...settings(database, 0), ...env }))
  const host = await addAccount(ctx, { username: 'host', email: 'host@example.org' }, 'no hash at all', 'assistant')
  const people: Filled['people'] = []
  for (let n = 0; n < buyers; n++) {
    const account = { username: `buyer${n}`, email: `buyer${n}@example.org` }
    const added = await addAccount(ctx, account, 'no hash at all', 'customer')
    people.push({ id: added.id, token: (await startSession(ctx, added)).token })
  }
  const now = Date.now()
  const events = Array.from({ length: size }, (_, n) => {
    // The same number each month, however many there are: a larger house plans further ahead.
    const starts_at = now + (n + 1) * (day / 4)
    return {
      ...{ host_id: host.id, title: `Class ${n}`, description: 'Bring flat shoes.', location: `Studio ${n % 5}` },
      ...{ searched: `class ${n} studio ${n % 5}`, starts_at, ends_at: starts_at + day / 24 },
      ...{ visibility: n % 7 === 0 ? ('invite_only' as const) : ('public' as const) },
      ...{ capacity: 1_000_000, places_taken: 0, places_per_person: null, price_cents: 1200, attendees_visible: 0 },
      ...{ sequence: 0, created_at: now, changed_at: now },
    }
  })
  await withTransaction(ctx, async (ctx) => {
    for (let n = 0; n < events.length; n += 200)
      await ctx.db
        .insertInto('events')
        .values(events.slice(n, n + 200))
        .execute()
  })
  return { database, ctx, people }
}

export async function measureEvents({ seconds }: Options): Promise<boolean> {
  const filled = [await fill(sizes[0] as number), await fill(sizes[1] as number)] as [Filled, Filled]
  const servers: Child[] = []
  try {
    for (const { database } of filled) servers.push(await Child.start('tools/bench/server.ts', database, { env }))
    for (const server of servers) await server.answers('/healthz')
    const bars = await listBars(servers as [Child, Child], filled)
    const [few, many] = filled
    for (const slower of slowerDisks) {
      const args = [`--slower-disk=${slower}`]
      const server = await Child.start('tools/bench/server.ts', many.database, { env, args })
      servers.push(server)
      await server.answers('/healthz')
      bars.push(await bookingBar(server, many, bareInsert(few), seconds, slower))
    }
    printBars(bars)
    return bars.every(({ met }) => met)
  } finally {
    for (const server of servers) await server.stop()
    for (const { ctx } of filled) await closeContext(ctx)
  }
}

const at = (all: number[], share: number) => all.toSorted((a, b) => a - b)[Math.floor(all.length * share)] ?? Number.NaN
const visits = 200

/** Alternates, so that a drift of the machine's speed favours none. */
async function listBars(servers: [Child, Child], filled: [Filled, Filled]): Promise<Bar[]> {
  const bars: Bar[] = []
  const month = new Date(Date.now() + 40 * day).toISOString().slice(0, 7)
  const pages = ['/events', '/events?q=studio%203', `/events/calendar?month=${month}`]
  for (const path of pages) {
    const times: [number[], number[]] = [[], []]
    for (let n = -20; n < visits; n++) {
      for (const which of [0, 1] as const) {
        const cookie = `session=${filled[which].people[0]?.token}`
        const started = performance.now()
        const answer = await fetch(servers[which].url + path, { headers: { cookie } })
        await answer.text()
        if (answer.status !== 200) throw new Error(`${path} is answered with status ${answer.status}`)
        if (n >= 0) times[which].push(performance.now() - started)
      }
    }
    const [few, many] = [at(times[0], 0.5), at(times[1], 0.5)]
    const p99 = times.map((all) => at(all, 0.99).toFixed(1)).join(' and ')
    const what = `${path} of ${sizes[1]} events: median ${many.toFixed(2)} ms, ${(many / few).toFixed(2)} of ${few.toFixed(2)} ms of ${sizes[0]} (at most 1.5; p99 ${p99} ms)`
    bars.push({ what, met: many <= 1.5 * few })
  }
  return bars
}

const rounds = 4
/** Seconds until the server’s code has been compiled: before that a booking takes half as long again. */
const warmUp = 3
/** Extra milliseconds for each sync: a virtual disk may not wait at all, a solid-state disk does. */
const slowerDisks = [0, 0.5, 2]

/** Two places over HTTP with sixteen concurrent clients, alternating with the bare insert of the same rows and its commit. */
async function bookingBar(
  server: Child,
  { ctx, people }: Filled,
  bare: ReturnType<typeof bareInsert>,
  seconds: number,
  slower: number,
): Promise<Bar> {
  const [booked, inserted] = [new Rate(), new Rate()]
  const bookOnLane = (lane: number) => book(server, ctx, people[lane % buyers] as Filled['people'][0])
  await new Rate().during(warmUp, 16, bookOnLane)
  let processor = 0
  for (let n = 0; n < rounds; n++) {
    const before = server.processorTime()
    await booked.during(seconds / rounds, 16, bookOnLane)
    processor += server.processorTime() - before
    await inserted.during(seconds / rounds, 1, async () => {
      bare.insert()
      if (slower > 0) Atomics.wait(nobodyWakes, 0, 0, slower)
      // Lets events of closed connections arrive.
      await new Promise(setImmediate)
    })
  }
  bare.close()
  const ratio = booked.rate / inserted.rate
  const disk = slower === 0 ? 'on this disk' : `where a sync takes ${slower} ms longer`
  const what = `booking 2 places ${disk}: ${booked.rate.toFixed(0)} a second over HTTP, ${ratio.toFixed(2)} of ${inserted.rate.toFixed(0)} bare inserts with their commits (at least 0.4; ${(processor / booked.count).toFixed(2)} ms of the server’s processor each)`
  return { what, met: ratio >= 0.4 }
}

/** For a blocking wait outside of the event loop. */
const nobodyWakes = new Int32Array(new SharedArrayBuffer(4))

class Rate {
  count = 0
  #seconds = 0

  async during(seconds: number, lanes: number, act: (lane: number) => Promise<void>): Promise<void> {
    const started = performance.now()
    const ends = started + seconds * 1000
    const lane = async (_: unknown, n: number) => {
      while (performance.now() < ends) {
        await act(n)
        this.count++
      }
    }
    await Promise.all(Array.from({ length: lanes }, lane))
    this.#seconds += (performance.now() - started) / 1000
  }

  get rate(): number {
    return this.count / this.#seconds
  }
}

/** Event 2 is public. */
const bookedEvent = 2

async function book(server: Child, ctx: Context, person: Filled['people'][0]): Promise<void> {
  const purchase_token = issuePurchaseToken(ctx, person.id, bookedEvent).token
  const answer = await fetch(`${server.url}/api/v1/events/${bookedEvent}/bookings`, {
    method: 'POST',
    headers: { authorization: `Bearer ${person.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ purchase_token, quantity: 2 }),
  })
  await answer.text()
  if (answer.status !== 201) throw new Error(`a booking is answered with status ${answer.status}`)
}

/**
 * The minimum of a booking: the counter, a booking and two places, committed to disk. In another database than the
 * server's, which behaves differently when another process writes.
 */
function bareInsert({ database, people }: Filled) {
  const file = new BetterSqlite(database.slice('file:'.length), { fileMustExist: true, timeout: 5000 })
  const account_id = people[0]?.id ?? 0
  file.pragma('synchronous = FULL')
  const count = file.prepare('update events set places_taken = places_taken + 2 where id = ?')
  const booking = file.prepare(
    `insert into bookings (event_id, account_id, purchase_id, request_hash, places, booked_at) values (?, ?, ?, '', 2, 0)`,
  )
  const places = file.prepare('insert into booked_places (booking_id, position) values (?, 0), (?, 1)')
  const insert = file.transaction(() => {
    count.run(bookedEvent)
    const { lastInsertRowid } = booking.run(bookedEvent, account_id, randomUUID())
    places.run(lastInsertRowid, lastInsertRowid)
  })
  return { insert: () => insert.immediate(), close: () => file.close() }
}
