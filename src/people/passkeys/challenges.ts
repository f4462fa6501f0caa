import { randomBytes } from 'node:crypto'
import type { Context } from '#context'
import { minute } from '#lib/durations.ts'
import { insertChallenge, takeChallenge } from './queries.ts'

const lasts = 5 * minute

/** What a challenge was made for; it is valid for nothing else. */
export type ChallengePurpose = 'login' | 'second_step' | 'registration' | 'reauthentication'

const keyOf = (purpose: ChallengePurpose, challenge: string) => `${purpose}:${challenge}`

/** @param account_id the account; null while it is unknown */
export async function newChallenge(
  ctx: Context,
  purpose: ChallengePurpose,
  account_id: number | null,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(randomBytes(32))
  const challenge = keyOf(purpose, Buffer.from(bytes).toString('base64url'))
  await insertChallenge(ctx, { challenge, account_id, expires_at: ctx.clock.now() + lasts })
  return bytes
}

/**
 * Uses up the challenge of a response, valid or not.
 *
 * @param clientData signed by the browser, as it was sent
 * @returns null if it was used, has expired, or was made for another purpose or account
 */
export async function useChallenge(
  ctx: Context,
  purpose: ChallengePurpose,
  account_id: number | null,
  clientData: string,
): Promise<string | null> {
  const challenge = challengeIn(clientData)
  const good = challenge !== null && (await takeChallenge(ctx, keyOf(purpose, challenge), account_id, lasts))
  return good ? challenge : null
}

function challengeIn(clientData: string): string | null {
  try {
    const { challenge } = JSON.parse(Buffer.from(clientData, 'base64url').toString())
    return typeof challenge === 'string' && /^[\w-]{43}$/.test(challenge) ? challenge : null
  } catch {
    return null
  }
}
