import { randomBytes } from 'node:crypto'
import type { Context } from '#context'
import { minute } from '#lib/durations.ts'
import { insertChallenge, takeChallenge } from './queries.ts'

const lasts = 5 * minute

/** What a challenge was given for; it is good for nothing else. */
export type ChallengePurpose = 'login' | 'second_step' | 'registration' | 'reauthentication'

const keyOf = (purpose: ChallengePurpose, challenge: string) => `${purpose}:${challenge}`

/** @param account_id whose it is; null while nobody is known */
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
 * Uses up the challenge that an answer was made for, whatever the answer is worth otherwise.
 *
 * @param clientData what the browser signed, as it sent it
 * @returns null when it was used before, has expired, or was given for something or somebody else
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
