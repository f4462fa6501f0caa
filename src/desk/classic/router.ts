import {
  type NextFunction,
  type Request,
  type RequestHandler,
  type RequestParamHandler,
  type Response,
  Router,
} from 'express'
import type { Context } from '#context'
import { notFound, unauthenticated } from '#errors'
import type { Answer } from '#platform/http/answer.ts'
import { bearerToken } from '#platform/http/bearer.ts'
import { clientOf } from '#platform/http/client.ts'
import { logFault, toDomainError } from '#platform/http/faults.ts'
import { bySegment, firstSegment, mountAll } from '#platform/http/mount.ts'
import type { Route } from '#platform/http/route.ts'
import { serve } from '#platform/http/serve.ts'
import { sendStream, sendText } from '#platform/http/whole-text.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { limitHeaders } from '#platform/limits/rate-limit.ts'
import { accountRoutes } from './accounts.ts'
import { letPagesPass, oldPages, refusePostsToHome, sharedAddresses } from './addresses.ts'
import { readJson } from './body.ts'
import { classicStatusOf, textOfError } from './errors.ts'
import { listRoutes } from './lists.ts'
import { ticketRoutes } from './tickets.ts'

/** The first version ignored query parameters, with which some clients avoid caches. */
export const classicRoutes = [...accountRoutes, ...ticketRoutes, ...listRoutes].map(
  ({ query: _, ...route }): Route => route,
)

interface ClassicOptions {
  /** Counts the request against its limit. @throws too_many */
  enter(req: Request, res: Response): void
  authenticate(ctx: Context, token: string): Promise<Actor | null>
}

/** The first version's contract: eleven endpoints, Bearer tokens only, errors as `{"error": text}`. */
export function classicRouter(ctx: Context, options: ClassicOptions): RequestHandler {
  const router = Router()
  router.use(oldPages())
  for (const name of ['user_id', 'ticket_id']) router.param(name, digitsOnly)
  router.all(sharedAddresses, letPagesPass)
  router.all('/home', refusePostsToHome)
  mountAll(router, classicRoutes, (route) => async (req, res) => {
    options.enter(req, res)
    const here = { ...ctx, client: clientOf(req, { by_token: true }) }
    const actor = await bearerActor(here, options, route, req)
    res.locals.actor = actor
    const body = route.body && (await readJson(req, res))
    send(req, res, await serve(here, route, req, actor, { body, key: undefined }))
  })
  router.use((error: unknown, _req: Request, res: Response, next: NextFunction) => {
    if (res.headersSent) return next(error)
    sendError(ctx, error, res)
  })
  const paths = [...classicRoutes.map(({ path }) => path), ...sharedAddresses, '/home']
  return bySegment(new Map(paths.map((path) => [firstSegment(path), router])))
}

/** In the first version a path with anything but digits in place of an id was not found, whoever asked. */
const digitsOnly: RequestParamHandler = (_req, _res, next, value) =>
  next(/^\d+$/.test(value) ? undefined : notFound('address'))

/** Checked before the body, so that a client without a token learns nothing else. */
async function bearerActor(
  ctx: Context,
  { authenticate }: ClassicOptions,
  route: Route,
  req: Request,
): Promise<Actor | null> {
  if (route.for === 'guest') return null
  const token = bearerToken(req.headersDistinct.authorization?.join())
  const actor = token ? await authenticate(ctx, token) : null
  if (!actor) throw unauthenticated('The access token is missing, not valid, expired or ended.')
  return actor
}

function send(req: Request, res: Response, answer: Answer): void {
  if (answer.kind === 'stream') return void sendStream(req, res, answer)
  if (answer.kind !== 'json') throw new Error(`the classic contract cannot answer with a ${answer.kind}`)
  sendText(req, res.status(answer.status).set('cache-control', 'no-store'), 'json', JSON.stringify(answer.body))
}

function sendError(ctx: Context, thrown: unknown, res: Response): void {
  const error = toDomainError(thrown, res.req.method)
  logFault(ctx, thrown, error, res)
  res
    .status(classicStatusOf[error.kind])
    .set(limitHeaders([], error))
    .set('cache-control', 'no-store')
    .json({ error: textOfError(error) })
}
