import { Child } from './child.ts'
import { customerName, customersAt } from './desk.ts'
import { Figures, measure } from './load.ts'
import type { Bar } from './report.ts'
import { password } from './settings.ts'
import { type Headers, logInToPages, program, type Shot, searches, send } from './targets.ts'

const whole = (value: number) => Math.round(value).toLocaleString('en')
const get = (path: string, headers: Headers = {}): Shot => ({ method: 'GET', path, headers })

/** Other work of the largest desk: search, notifications, and jobs. */
export async function extraBars(database: string, size: number): Promise<Bar[]> {
  const server = await Child.start('tools/bench/server.ts', database)
  try {
    await server.answers('/healthz')
    return [...(await searchBars(server, size)), await newsBar(server), await jobsBar(server)]
  } finally {
    await server.stop()
  }
}

/** Logins over the API with every limit on, alternating with the bare hash. */
export async function loginBar(database: string, size: number, seconds: number): Promise<Bar> {
  // The bare hash is requested from one address, whose limit is raised.
  const env = { RATE_LIMITS: 'on', TRUST_PROXY: '1', ANONYMOUS_REQUESTS_IN_A_MINUTE: '1000000' }
  const server = await Child.start('tools/bench/server.ts', database, { env })
  try {
    await server.answers('/healthz')
    const [real, bare] = [new Figures(), new Figures()]
    const verify = get('/api/v1/bench/verify', program)
    await measure(server, logins(size), lanes, 1, new Figures())
    for (let n = 0; n < rounds; n++) {
      await measure(server, [verify], lanes, seconds / 2, bare)
      await measure(server, logins(size), lanes, seconds / 2, real)
    }
    const ratio = real.rate / bare.rate
    const what = `logins: ${real.rate.toFixed(0)} a second, ${ratio.toFixed(2)} of the bare hash’s ${bare.rate.toFixed(0)} (at least 0.80; by processor time ${(bare.processorTime / real.processorTime).toFixed(2)})`
    return { what, met: ratio >= 0.8 }
  } finally {
    await server.stop()
  }
}

let clients = 0

/** Each from an address of its own, as each address may only try a few times. */
const logins = (size: number): Shot[] =>
  Array.from({ length: 2000 }, (_, n) => {
    const body = JSON.stringify({ login: customerName((n % customersAt(size)) + 1), password })
    const address = `10.${(clients >> 16) & 255}.${(clients >> 8) & 255}.${clients++ & 255}`
    return { method: 'POST', path: '/api/v1/sessions', headers: { ...program, 'x-forwarded-for': address }, body }
  })

const times = 5

/** One after the other, each compared with the bare query of the same words. */
async function searchBars(server: Child, size: number): Promise<Bar[]> {
  const visitor = await logInToPages(server.url)
  const [real, bare]: [number[], number[]] = [[], []]
  const timed = async (shot: Shot) => {
    const started = performance.now()
    await send(server.url, shot)
    return performance.now() - started
  }
  for (let n = 0; n <= times; n++) {
    for (const words of searches) {
      const q = encodeURIComponent(words)
      const [page, match] = [
        await timed(get(`/tickets?q=${q}`, visitor)),
        await timed(get(`/api/v1/bench/match?q=${q}`, program)),
      ]
      if (n === 0) continue // warms up
      real.push(page)
      bare.push(match)
    }
  }
  return [0.5, 0.95].map((share) => {
    const at = (all: number[]) => all.sort((a, b) => a - b)[Math.floor(all.length * share)] ?? Number.NaN
    const [took, limit] = [at(real), at(bare)]
    const what = `search page, ${whole(size)} tickets, p${share * 100}: ${took.toFixed(1)} ms, ${(took / limit).toFixed(2)} of the bare full-text query’s ${limit.toFixed(1)} ms (at most 3)`
    return { what, met: took <= 3 * limit }
  })
}

async function newsBar(server: Child): Promise<Bar> {
  const { without, told } = JSON.parse(await send(server.url, get('/api/v1/bench/notifications', program)))
  const added = told - without
  const what = `telling 50 assistants adds ${added.toFixed(1)} ms to a change of ${without.toFixed(1)} ms (less than 20)`
  return { what, met: added < 20 }
}

async function jobsBar(server: Child): Promise<Bar> {
  const rates: number[] = []
  for (let n = 0; n < 3; n++) {
    const { per_second } = JSON.parse(await send(server.url, get('/api/v1/bench/jobs?count=3000', program)))
    rates.push(per_second)
  }
  const what = `jobs done: ${rates.map(whole).join(', ')} a second (at least 1,000)`
  return { what, met: Math.min(...rates) >= 1000 }
}

const rounds = 4
/** As many concurrent hashes as there are processors. */
const lanes = 4
