import type { Request } from 'express'
import type { Context } from '#context'
import { unauthenticated } from '#errors'
import { halfAuthenticate } from '#people/sessions/sessions.ts'
import { readSessionToken } from '#platform/http/cookies.ts'
import type { Actor } from '#platform/identity/actor.ts'

/** Who has given the password in this browser and not yet the second step. */
export async function halfWayInBrowser(ctx: Context, req: Request): Promise<Actor | null> {
  const token = readSessionToken(ctx.config, req)
  return token ? halfAuthenticate(ctx, token) : null
}

/** The same by the Bearer token of the first step. @throws unauthenticated */
export async function halfWayByToken(ctx: Context, req: Request): Promise<Actor> {
  const token = /^Bearer +([\w.~+/-]+=*)$/i.exec(req.get('authorization') ?? '')?.[1]
  const half = token ? await halfAuthenticate(ctx, token) : null
  if (!half) throw unauthenticated('Send the token of the first step; it is good for a short time and once.')
  return half
}
