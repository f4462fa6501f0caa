import { describe, expect, test } from 'vitest'
import { confirmEmail } from '#people/email-links/verification.ts'
import { newestToken } from '../support/letters.ts'
import { join, password } from '../support/people.ts'
import { startApp } from '../support/world.ts'

const world = await startApp({ env: { RATE_LIMITS: 'on', ANONYMOUS_REQUESTS_IN_A_MINUTE: '100000' } })
const owner = await join(world, 'owner')
await owner.api.post('/me/email-confirmation').expect(204)
await confirmEmail(world.ctx, await newestToken(world, owner.email))
const newcomer = await join(world, 'newcomer')

let names = 0
const newName = () => `n${String(names++).padStart(7, '0')}`
const post = (path: string, body: object) => world.api().post(`/api/v1${path}`).send(body)

type Act = (name: string) => PromiseLike<{ status: number }>
const logIn: Act = (login) => post('/sessions', { login, password: 'a wrong password' })
const forget: Act = (login) => post('/password-resets', { login })
const confirmAgain: Act = (login) => post('/email-confirmations/links', { login })
const register: Act = (email) => post('/accounts', { username: newName(), email, password })

const fewest = 40
const most = 200
/** Milliseconds that would be seen from outside. */
const real = 5

const at = (times: number[], share: number) =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length * share)] as number

/** One answer's time. Nobody has asked before: what was counted so far would make a known name's bucket an old one. */
async function timeOf(act: Act, name: string): Promise<number> {
  await world.ctx.db.deleteFrom('rate_limits').execute()
  const start = performance.now()
  const { status } = await act(name)
  const time = performance.now() - start
  expect([201, 204, 422]).toContain(status)
  return time
}

/**
 * Asks for the known and an unknown name in turn, until what lies between their times is as good as nothing, and a real
 * difference would not be taken for that; on a busy machine this takes longer.
 */
async function compare(act: Act, known: string, unknown: () => string) {
  const times: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] }
  const differences: number[] = []
  for (let pair = 1; ; pair += 1) {
    // Whichever comes first has the same share of warm caches.
    const order = pair % 2 === 0 ? (['known', 'unknown'] as const) : (['unknown', 'known'] as const)
    for (const which of order) times[which].push(await timeOf(act, which === 'known' ? known : unknown()))
    differences.push((times.known.at(-1) as number) - (times.unknown.at(-1) as number))
    if (pair < fewest || pair % 20 > 0) continue
    const usual = at(times.unknown, 0.5)
    const allowed = Math.max(0.5, Math.min(3, usual / 10))
    const difference = at(differences, 0.5)
    // Where the median lies, nine times in ten.
    const [low, high] = [-0.8, 0.8].map((wide) => at(differences, 0.5 + wide / Math.sqrt(pair))) as [number, number]
    const sure = Math.abs(difference) < allowed && low > -real && high < real
    if (sure || pair >= most) return { pair, usual, allowed, difference }
  }
}

describe('the time of an answer', { timeout: 240_000 }, () => {
  const kinds: [string, Act, string, () => string][] = [
    ['a login by email', logIn, owner.email, () => `${newName()}@example.com`],
    ['a login by an email that is not confirmed', logIn, newcomer.email, () => `${newName()}@example.com`],
    ['a login by username', logIn, owner.username, newName],
    ['registration', register, owner.email, () => `${newName()}@example.com`],
    ['a forgotten password, by email', forget, owner.email, () => `${newName()}@example.com`],
    ['a forgotten password, by username', forget, owner.username, newName],
    ['asking for another link, by email', confirmAgain, newcomer.email, () => `${newName()}@example.com`],
    ['asking for another link, by username', confirmAgain, newcomer.username, newName],
  ]
  test.each(kinds)('of %s does not tell whether the account exists', async (what, act, known, unknown) => {
    for (let n = 0; n < 5; n += 1) for (const name of [known, unknown()]) await timeOf(act, name)
    const { pair, usual, allowed, difference } = await compare(act, known, unknown)
    console.info(`${what}: ${difference.toFixed(2)} ms of ${usual.toFixed(1)} lie between them, after ${pair} pairs`)
    expect(Math.abs(difference)).toBeLessThan(allowed)
  })
})
