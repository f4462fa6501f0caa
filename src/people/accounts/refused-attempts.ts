import type { Config } from '#config'
import type { Context } from '#context'
import { hour } from '#lib/durations.ts'
import { addressKey } from '#lib/ip-address.ts'
import { consumeByAddress } from '#platform/limits/rate-limit.ts'
import { limits } from './limits.ts'
import { countAttempt } from './refused-attempt-queries.ts'

/** More clients than this in one hour, as an attacker with many networks has them, are counted as one. */
const mostClients = 500
const everybodyElse = 'others'

export const attemptKinds = {
  login: 'Login with an unknown name',
  account: 'Login to an account, beyond what is listed',
  passkey: 'Unknown passkey',
  link: 'Link that is no longer valid',
  setup: 'Set-up code that is not valid',
} as const

export type AttemptKind = keyof typeof attemptKinds

/** The clients of the current hour, for each desk in this process. */
const clients = new WeakMap<Config, { hour: number; known: Set<string> }>()

/** Counts a refused attempt by client and hour: it concerns no account, and the audit log would keep it for ever. */
export async function countRefusedAttempt(ctx: Context, kind: AttemptKind): Promise<void> {
  const now = ctx.clock.now()
  const thisHour = now - (now % hour)
  await countAttempt(ctx, { hour: thisHour, address: clientIn(ctx, thisHour), kind, last_at: now })
}

/** Counts an invalid link. Valid ones are never limited by others in the same network. @throws too_many */
export async function countBadLink(ctx: Context): Promise<void> {
  await consumeByAddress(ctx, limits.links)
  await countRefusedAttempt(ctx, 'link')
}

function clientIn(ctx: Context, thisHour: number): string {
  const address = addressKey(ctx.client?.address ?? '')
  let current = clients.get(ctx.config)
  if (current?.hour !== thisHour) {
    current = { hour: thisHour, known: new Set() }
    clients.set(ctx.config, current)
  }
  if (current.known.size >= mostClients && !current.known.has(address)) return everybodyElse
  current.known.add(address)
  return address
}
