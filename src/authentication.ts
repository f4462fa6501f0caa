import type { Request } from 'express'
import type { Context } from '#context'
import { DomainError } from '#errors'
import { authenticateToken, tokenStands } from '#people/api-tokens/authentication.ts'
import { isOwnApiToken, looksLikeApiToken } from '#people/api-tokens/token.ts'
import { authenticate, authenticateAgain, authenticatePending } from '#people/sessions/sessions.ts'
import { sessionIdOf } from '#people/sessions/tokens.ts'
import { bearerToken } from '#platform/http/bearer.ts'
import { readSessionToken } from '#platform/http/cookies.ts'
import type { RequestLimits } from '#platform/http/request-limit.ts'
import { type Actor, hasSession } from '#platform/identity/actor.ts'

type Authenticate<A extends Actor> = (ctx: Context, token: string) => Promise<A | null>

/** Pages and the classic contract take tokens of sessions; the API takes personal API tokens too. */
export const authenticateForApi: Authenticate<Actor> = (ctx, token) =>
  looksLikeApiToken(token) ? authenticateToken(ctx, token) : authenticate(ctx, token)

/** Whether the password was given with this token, and the second step is still to come. */
export const awaitsSecondStep = async (ctx: Context, token: string): Promise<boolean> =>
  (await authenticatePending(ctx, token)) !== null

/** Why a token is refused that nobody holds; null where there is no more to say than that it is no good. */
export async function whyRefused(ctx: Context, token: string): Promise<DomainError | null> {
  if (!(await awaitsSecondStep(ctx, token))) return null
  const sentence =
    'This login waits for its second step. Send this token with the code to POST /api/v1/sessions/second-step.'
  return new DomainError('unauthenticated', 'second_step_required', sentence)
}

/** Whether what proved who asks still does. */
export const standsStill = (ctx: Context, actor: Actor): Promise<boolean> =>
  hasSession(actor) ? authenticateAgain(ctx, actor) : tokenStands(ctx, actor)

/** Whether the token of a request was made here; whether it is good is not looked at. */
export const bringsToken = (ctx: Context) => (req: Request) => {
  const token = readSessionToken(ctx.config, req) ?? bearerToken(req.get('authorization'))
  if (token === undefined) return false
  return isOwnApiToken(ctx.config, token) || sessionIdOf(ctx.config, token, ctx.clock.now()) !== null
}

/** Counts a request for whoever it is from; with a token that is refused, for its address. */
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
