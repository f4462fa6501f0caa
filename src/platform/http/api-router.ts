import { type ErrorRequestHandler, type Request, type Response, Router } from 'express'
import type { Context } from '#context'
import { DomainError, notFound } from '#errors'
import type { Actor } from '#platform/identity/actor.ts'
import { limitHeaders } from '#platform/limits/rate-limit.ts'
import type { Answer } from './answer.ts'
import { bearerToken } from './bearer.ts'
import { clientOf } from './client.ts'
import { logFault, toDomainError } from './faults.ts'
import { mountBySegment } from './mount.ts'
import type { Route } from './route.ts'
import { readBody } from './sent-body.ts'
import { serve } from './serve.ts'
import { sendStatic } from './static-content.ts'
import { statusOf } from './status.ts'
import { sendStream, sendText } from './whole-text.ts'

// Importing node:http would also load everything that Node has for fetch.
const { STATUS_CODES } = process.getBuiltinModule('node:http')

export interface ApiRouterOptions {
  /** @throws unauthenticated, or returns null if the request may continue without an actor */
  authenticate(ctx: Context, token: string): Promise<Actor | null>
  /** Why a token was refused, if that can be told. */
  whyRefused?(ctx: Context, token: string): Promise<DomainError | null>
}

/** The API: Bearer tokens only, of sessions and of programs; errors are problem documents (RFC 9457). */
export function apiRouter(ctx: Context, routes: Route[], options: ApiRouterOptions): Router {
  const router = Router()
  mountBySegment(router, routes, (route) => async (req, res) => {
    const client = clientOf(req, { by_token: true })
    res.locals.limits = client.limits
    const inside = { ...ctx, client }
    const actor = await bearerActor(inside, options, route, req)
    res.locals.actor = actor
    await using given = await readBody(inside, route, actor, req, res)
    const inputs = { body: given.value, key: req.get('idempotency-key'), fault: given.fault }
    const answer = await serve(inside, route, req, actor, inputs)
    res.set(limitHeaders(client.limits))
    await send(req, res, answer)
  })
  router.use((_req, _res, next) => next(notFound('address')))
  router.use(apiErrors(ctx))
  return router
}

/** Also handles errors thrown before a request reaches this router. */
export const apiErrors =
  (ctx: Context): ErrorRequestHandler =>
  (error, _req, res, next) => {
    if (res.headersSent) return next(error)
    sendProblem(ctx, error, res)
  }

/** An invalid personal API token is refused on every route: a program must not silently continue without an account. */
async function bearerActor(ctx: Context, options: ApiRouterOptions, route: Route, req: Request): Promise<Actor | null> {
  // Two Authorization headers are refused: joined they are no valid token.
  const header = req.headersDistinct.authorization?.join()
  if (header === undefined || route.for === 'guest' || route.for === 'pending') return null
  const token = bearerToken(header)
  const actor = token ? await options.authenticate(ctx, token) : null
  if (actor || route.for === 'anyone') return actor
  const reason = token && (await options.whyRefused?.(ctx, token))
  if (reason) throw reason
  throw new DomainError('unauthenticated', 'bad_token', 'The access token is not valid, has expired or was ended.')
}

async function send(req: Request, res: Response, answer: Answer): Promise<void> {
  res.set('cache-control', 'no-store')
  if (answer.kind === 'json') {
    if (answer.location) res.location(answer.location)
    sendText(req, res.status(answer.status), 'json', JSON.stringify(answer.body))
  } else if (answer.kind === 'empty') res.status(204).end()
  else if (answer.kind === 'stream') sendStream(req, res, answer)
  else if (answer.kind === 'static') await sendStatic(req, res, answer.content, answer.headers)
  else throw new Error(`the API cannot answer with a ${answer.kind}`)
}

function sendProblem(ctx: Context, thrown: unknown, res: Response): void {
  const error = toDomainError(thrown, res.req.method)
  logFault(ctx, thrown, error, res)
  const challenge = challengeOf(error)
  if (challenge) res.set('www-authenticate', challenge)
  res.set(limitHeaders(res.locals.limits ?? [], error))
  const status = statusOf[error.kind]
  res.status(status).set('cache-control', 'no-store').type('application/problem+json')
  res.send(JSON.stringify(problem(error, status, res.locals.request_id)))
}

/** RFC 6750, section 3. */
function challengeOf({ kind, code, details }: DomainError): string | null {
  if (code === 'insufficient_scope') return `Bearer error="insufficient_scope", scope="${details.scope}"`
  if (code === 'session_required') return 'Bearer error="insufficient_scope"'
  if (kind !== 'unauthenticated') return null
  return code === 'unauthenticated' ? 'Bearer' : 'Bearer error="invalid_token"'
}

function problem(error: DomainError, status: number, request_id: string) {
  return {
    type: 'about:blank',
    // The title for `about:blank` (RFC 9457, 4.2.1).
    title: STATUS_CODES[status],
    status,
    detail: error.message,
    code: error.code,
    ...(error.fields.length > 0 && { errors: error.fields }),
    ...error.details,
    request_id,
  }
}
