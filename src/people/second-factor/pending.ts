import type { Request } from 'express'
import type { Context } from '#context'
import { unauthenticated } from '#errors'
import { authenticatePending } from '#people/sessions/sessions.ts'
import { bearerToken } from '#platform/http/bearer.ts'
import type { SessionActor } from '#platform/identity/actor.ts'
import { readSessionToken } from '#platform/pages/cookies.ts'

/** The login in this browser that waits for its second step. */
export async function pendingInBrowser(ctx: Context, req: Request): Promise<SessionActor | null> {
  const token = readSessionToken(ctx.config, req)
  return token ? authenticatePending(ctx, token) : null
}

/** The same by the Bearer token of the first step. @throws unauthenticated */
export async function pendingByToken(ctx: Context, req: Request): Promise<SessionActor> {
  const token = bearerToken(req.get('authorization'))
  const pending = token ? await authenticatePending(ctx, token) : null
  if (!pending) throw unauthenticated('Send the token of the first step; it is valid for a short time, and once.')
  return pending
}
