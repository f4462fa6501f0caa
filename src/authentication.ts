import type { Request } from 'express'
import type { Context } from '#context'
import { DomainError } from '#errors'
import { authenticateToken, tokenStands } from '#people/api-tokens/authentication.ts'
import { isOwnApiToken, looksLikeApiToken } from '#people/api-tokens/token.ts'
import { authenticate, authenticateAgain, authenticatePending } from '#people/sessions/sessions.ts'
import { sessionIdOf } from '#people/sessions/tokens.ts'
import { bearerToken } from '#platform/http/bearer.ts'
import type { RequestLimits } from '#platform/http/request-limit.ts'
import { type Actor, hasSession } from '#platform/identity/actor.ts'
import { readSessionToken } from '#platform/pages/cookies.ts'

type Authenticate<A extends Actor> = (ctx: Context, token: string) => Promise<A | null>

/** Pages and the classic contract accept tokens of sessions; the API accepts personal API tokens too. */
export const authenticateForApi: Authenticate<Actor> = (ctx, token) =>
  looksLikeApiToken(token) ? authenticateToken(ctx, token) : authenticate(ctx, token)

/** Whether this token's login waits for its second step. */
export const awaitsSecondStep = async (ctx: Context, token: string): Promise<boolean> =>
  (await authenticatePending(ctx, token)) !== null

/** Why an invalid token is refused; null if there is nothing more to say. */
export async function whyRefused(ctx: Context, token: string): Promise<DomainError | null> {
  if (!(await awaitsSecondStep(ctx, token))) return null
  const sentence =
    'This login waits for its second step. Send this token with the code to POST /api/v1/sessions/second-step.'
  return new DomainError('unauthenticated', 'second_step_required', sentence)
}

/** Whether the session or token is still valid and its account unchanged. */
export const standsStill = (ctx: Context, actor: Actor): Promise<boolean> =>
  hasSession(actor) ? authenticateAgain(ctx, actor) : tokenStands(ctx, actor)

/** Whether a request carries a token made by this desk, valid or not. */
export const bringsToken = (ctx: Context) => (req: Request) => {
  const token = readSessionToken(ctx.config, req) ?? bearerToken(req.get('authorization'))
  if (token === undefined) return false
  return isOwnApiToken(ctx.config, token) || sessionIdOf(ctx.config, token, ctx.clock.now()) !== null
}

/** Counts a request for its actor; one with an invalid token for its address. */
export const counted =
  <A extends Actor>(limits: RequestLimits, find: Authenticate<A>): Authenticate<A> =>
  async (ctx, token) => {
    let actor: A | null = null
    try {
      actor = await find(ctx, token)
      return actor
    } finally {
      limits.settle(ctx.client, actor)
    }
  }
