import { Agent, request } from 'node:http'
import { encodeCode } from '#events/passes/code.ts'
import { signingKey } from '#events/passes/keys.ts'
import { closeContext } from '#platform/start/close-context.ts'
import { Child } from './child.ts'
import { type Ask, measureDoors } from './doors.ts'
import type { Options } from './options.ts'
import {
  type Buyer,
  env,
  type FilledHouse,
  fillPasses,
  newScanId,
  passDoor,
  passEvent,
  publicIdOf,
  tag,
  twinKeys,
} from './pass-fill.ts'
import { type Bar, printBars } from './report.ts'

// Buying, showing and scanning a pass over HTTP, each compared with the same commits, signatures and verifications by a
// bare server in another process, alternating.

const connectionCounts = [1, 16]
const doorsAtOnce = 20
const rounds = 4

interface Operation {
  name: string
  label: string
  /** Maximum, as a multiple of the twin's median. */
  most: number
  /** Milliseconds in the system whose use cases these are. */
  original: number
  real: (ask: Ask, n: number) => Promise<unknown>
  bare: (ask: Ask, n: number) => Promise<unknown>
  /** Prepares for this many. @returns how many are possible at most */
  prepare?: () => Promise<number>
}

/** A client with this many connections. */
function ask(connections: number): Ask {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  return (url, path, body, token) =>
    new Promise((resolve, reject) => {
      const text = JSON.stringify(body)
      const headers = {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(text),
        ...(token && { authorization: `Bearer ${token}` }),
      }
      const sent = request(url + path, { method: 'POST', agent, headers }, (answer) => {
        const pieces: Buffer[] = []
        answer.on('data', (piece) => pieces.push(piece))
        answer.on('end', () => {
          const { statusCode = 0 } = answer
          const said = Buffer.concat(pieces).toString()
          if (statusCode > 201) reject(new Error(`${path} is answered with status ${statusCode}: ${said}`))
          else resolve(JSON.parse(said))
        })
      })
      sent.on('error', reject).end(text)
    })
}

interface Stage {
  house: FilledHouse
  server: Child
  twin: Child
  size: number
}

const v1 = '/api/v1'

function operationsOf({ house, server, twin, size }: Stage): Operation[] {
  const buyer = (n: number) => house.buyers[n % house.buyers.length] as Buyer
  // The first half is shown, the second half is scanned: showing a pass invalidates prepared codes.
  const half = size / 2
  const shownId = (n: number) => (n % 400) + 1
  const holder = (id: number) => buyer(Math.floor((id - 1) / 4))
  const showings = new Map<number, unknown>()
  let scans: { real: object; bare: object }[] = []
  const path = (n: number) => `${v1}/passes/${shownId(n)}/showings`
  const showReal = async (ask: Ask, n: number) => {
    const { showing } = await ask(server.url, path(n), {}, holder(shownId(n)).token)
    showings.set(shownId(n), showing)
  }
  return [
    {
      ...{ name: 'buy', label: 'buy (two requests)', most: 3, original: 6.17 },
      real: async (ask, n) => {
        const { token } = buyer(n)
        const { purchase_token } = await ask(server.url, `${v1}/events/${passEvent}/purchase-tokens`, {}, token)
        await ask(server.url, `${v1}/events/${passEvent}/bookings`, { purchase_token, quantity: 1 }, token)
      },
      bare: async (ask) => {
        await ask(twin.url, '/token', {})
        await ask(twin.url, '/buy', {})
      },
    },
    {
      ...{ name: 'show', label: 'show: mint a batch of 12', most: 2, original: 2.57 },
      real: showReal,
      bare: (ask, n) => ask(twin.url, '/show', { id: shownId(n) }),
    },
    {
      ...{ name: 'renew', label: 'renew: mint the next 12', most: 2, original: 2.57 },
      real: async (ask, n) => {
        const showing = showings.get(shownId(n))
        if (showing === undefined) return showReal(ask, n)
        await ask(server.url, `${path(n)}/${showing}/codes`, {}, holder(shownId(n)).token)
      },
      bare: (ask, n) => ask(twin.url, '/renew', { id: shownId(n) }),
      prepare: async () => 100,
    },
    {
      ...{ name: 'scan', label: 'validate a scan', most: 2, original: 3.18 },
      real: async (ask, n) => {
        const { verdict } = await ask(
          server.url,
          `${v1}/doors/${passDoor}/scans`,
          scans[n]?.real ?? {},
          house.host.token,
        )
        if (verdict !== 'admitted') throw new Error(`a scan is ${verdict}`)
      },
      bare: (ask, n) => ask(twin.url, '/scan', scans[n]?.bare ?? {}),
      prepare: async () => {
        scans = await makeScans(house, half)
        await ask(1)(twin.url, '/reset', {})
        return scans.length
      },
    },
  ]
}

const mostScans = 2000

/** Codes that are valid for hours, for passes that nobody was admitted with. */
async function makeScans({ ctx }: FilledHouse, half: number) {
  await ctx.db.updateTable('passes').set({ used_at: null }).where('used_at', 'is not', null).execute()
  const { id, key } = await signingKey(ctx)
  const { privateKey } = twinKeys()
  const seconds = Math.floor(Date.now() / 1000)
  return Array.from({ length: Math.min(half, mostScans) }, (_, n) => {
    const fields = { event_id: passEvent, public_id: publicIdOf(half + n + 1), type_number: 0, generation: 1, tag }
    const times = { slot_start: seconds, lifetime: 40_000, hard_end: seconds + 43_200 }
    const scan_id = newScanId()
    return {
      real: { code: encodeCode({ key_id: id, ...fields, ...times }, key), scan_id },
      bare: { code: encodeCode({ key_id: 1, ...fields, ...times }, privateKey), scan_id },
    }
  })
}

class Times {
  /** Total processor time of the server. */
  processor = 0
  #all: number[] = []

  add(milliseconds: number): void {
    this.#all.push(milliseconds)
  }

  at(share: number): number {
    return this.#all.toSorted((a, b) => a - b)[Math.floor(this.#all.length * share)] ?? Number.NaN
  }

  get processorTime(): number {
    return this.processor / this.#all.length
  }

  get mean(): number {
    return this.#all.reduce((sum, one) => sum + one, 0) / this.#all.length
  }
}

/** Runs on several connections for some time, or until everything prepared is used. */
async function run(
  server: Child,
  act: (ask: Ask, n: number) => Promise<unknown>,
  connections: number,
  seconds: number,
  most: number,
  into: Times,
) {
  const client = ask(connections)
  const processor = server.processorTime()
  const ends = performance.now() + seconds * 1000
  let next = 0
  const lane = async () => {
    while (performance.now() < ends && next < most) {
      const n = next++
      const started = performance.now()
      await act(client, n)
      into.add(performance.now() - started)
    }
  }
  await Promise.all(Array.from({ length: connections }, lane))
  into.processor += server.processorTime() - processor
}

async function measureOperation(
  { size, server, twin }: Stage,
  operation: Operation,
  connections: number,
  seconds: number,
): Promise<Bar> {
  const { label, real, bare, most, original, prepare = async () => Number.POSITIVE_INFINITY } = operation
  const [its, twins] = [new Times(), new Times()]
  for (let round = -1; round < rounds; round++) {
    const count = await prepare()
    // The first round is the warm-up.
    const [one, other] = round < 0 ? [new Times(), new Times()] : [its, twins]
    await run(server, real, connections, seconds / rounds, count, one)
    await run(twin, bare, connections, seconds / rounds, count, other)
  }
  const ratio = its.at(0.5) / twins.at(0.5)
  const figures = (times: Times) =>
    `${times.at(0.5).toFixed(2)} (p99 ${times.at(0.99).toFixed(2)}, mean ${times.mean.toFixed(2)})`
  const where = `${size.toLocaleString('en')} passes, ${connections} connection${connections === 1 ? '' : 's'}`
  const what = `${label}, ${where}: median ${figures(its)} ms, ${ratio.toFixed(2)} of ${figures(twins)} ms (at most ${most}; processor ${its.processorTime.toFixed(2)} and ${twins.processorTime.toFixed(2)} ms; originally ${original} ms)`
  return { what, met: ratio <= most }
}

async function evening({ house, server, size }: Stage): Promise<Bar> {
  const scans = (await makeScans(house, size / 2)).map(({ real }) => real)
  return measureDoors(ask(doorsAtOnce), server.url, house.host.token, scans)
}

export async function measurePasses({ seconds, only, sizes }: Options): Promise<boolean> {
  const bars: Bar[] = []
  for (const size of sizes) {
    const house = await fillPasses(size)
    const children: Child[] = []
    try {
      const server = await Child.start('tools/bench/server.ts', house.database, { env })
      children.push(server)
      const twin = await Child.start('tools/bench/pass-twin.ts', house.twin)
      children.push(twin)
      await server.answers('/healthz')
      await twin.answers('/healthz')
      const stage = { house, server, twin, size }
      for (const operation of operationsOf(stage).filter(({ name }) => only.length === 0 || only.includes(name)))
        for (const connections of connectionCounts)
          bars.push(await measureOperation(stage, operation, connections, seconds))
      if (size === sizes.at(-1) && (only.length === 0 || only.includes('doors'))) bars.push(await evening(stage))
    } finally {
      for (const child of children) await child.stop()
      await closeContext(house.ctx)
    }
  }
  printBars(bars)
  return bars.every(({ met }) => met)
}
