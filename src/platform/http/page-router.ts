import { randomUUID } from 'node:crypto'
import { type ErrorRequestHandler, type Request, type Response, Router } from 'express'
import type { Context } from '#context'
import { type DomainError, notFound } from '#errors'
import { BoundedMap } from '#lib/bounded-map.ts'
import type { Actor } from '#platform/identity/actor.ts'
import type { Answer, SessionCookie } from './answer.ts'
import { readBody } from './body.ts'
import { clientOf } from './client.ts'
import { type Confirmation, splitProof, takesPassword } from './confirmation.ts'
import { readSessionToken, setFlash, setSession, takeFlash } from './cookies.ts'
import { logFault, toDomainError } from './faults.ts'
import { mountAll } from './mount.ts'
import { isUnchanged } from './page-version.ts'
import { limitHeaders } from './rate-limit.ts'
import { answerToRefusal, shownErrors, textOnly } from './refusals.ts'
import { renderPage } from './render.ts'
import type { Form, Route } from './route.ts'
import { sameOrigin } from './same-origin.ts'
import { serve } from './serve.ts'
import { type StaticContent, sendStatic, staticContent } from './static-content.ts'
import { statusOf } from './status.ts'
import type { ErrorModel, LayoutModel } from './views.ts'
import { sendText } from './whole-text.ts'

export interface PageRouterOptions {
  authenticate(ctx: Context, token: string): Promise<Actor | null>
  /** Ends the session whose token is about to leave the browser. */
  endReplaced(ctx: Context, token: string): Promise<void>
  /** What the layout needs around every page. */
  layoutModel(ctx: Context, actor: Actor | null, req: Request): Promise<Omit<LayoutModel, 'page' | 'flash'>>
  /** What every page of somebody who is logged in listens to, unless it says otherwise. */
  live: string
  confirmation: Confirmation
  errorModel(error: DomainError, actor: Actor | null, requestId: string): { title: string; model: ErrorModel }
}

export const emptyForm = (values: Record<string, string> = {}): Form => ({ values, errors: [], key: randomUUID() })

/** The HTML door: cookie sessions, forms, redirects, and errors as pages. */
export function pageRouter(ctx: Context, routes: Route[], options: PageRouterOptions): Router {
  const router = Router()
  router.use(sameOrigin(ctx.config))
  mountAll(router, routes, (route) => (req, res) => pageAnswer(ctx, options, route, req, res))
  router.use((_req, _res, next) => next(notFound()))
  return router
}

/** Whatever goes wrong outside of the other doors, as a page. */
export function errorPages(ctx: Context, options: PageRouterOptions): ErrorRequestHandler {
  return (error, req, res, next) => {
    if (res.headersSent) return next(error)
    return sendErrorPage(ctx, options, error, req, res)
  }
}

async function requestActor(
  ctx: Context,
  options: PageRouterOptions,
  req: Request,
  res: Response,
): Promise<Actor | null> {
  if (res.locals.actor !== undefined) return res.locals.actor
  const token = readSessionToken(ctx.config, req)
  res.locals.actor = token ? await options.authenticate(ctx, token) : null
  return res.locals.actor
}

async function pageAnswer(
  outer: Context,
  options: PageRouterOptions,
  route: Route,
  req: Request,
  res: Response,
): Promise<void> {
  const ctx = { ...outer, client: clientOf(req) }
  let actor = await requestActor(ctx, options, req, res)
  const given = route.method === 'get' ? {} : await readBody(route.accepts, req, res)
  const { idempotency_key, ...sent } = (given ?? {}) as Record<string, unknown>
  const { proof, back, body } = splitProof(sent)
  // Two keys become one with a space in it, which is refused.
  const key = [idempotency_key].flat().join(' ') || undefined
  try {
    if (proof && actor) {
      actor = await options.confirmation.prove(ctx, actor, proof)
      if (takesPassword(route)) body.current_password ??= proof.password
    }
    await send(ctx, options, await serve(ctx, route, req, actor, { body, key }), actor, req, res)
  } catch (thrown) {
    const error = toDomainError(thrown)
    if (error.kind === 'unauthenticated') return sendToLogin(ctx, req, res)
    const form = { values: textOnly(body), errors: shownErrors(error), key: randomUUID() }
    const answer = await answerToRefusal(ctx, options.confirmation, route, req, actor, { form, error, key, back })
    if (!answer) throw thrown
    res.set(limitHeaders([], error))
    await send(ctx, options, { status: statusOf[error.kind], ...answer } as Answer, actor, req, res)
  }
}

function sendToLogin(ctx: Context, req: Request, res: Response): void {
  if (readSessionToken(ctx.config, req)) setSession(ctx.config, res, null)
  const wanted =
    req.method === 'GET' && req.path !== '/' && req.originalUrl.length < 900
      ? `?next=${encodeURIComponent(req.originalUrl)}`
      : ''
  res.redirect(303, `/login${wanted}`)
}

async function send(
  ctx: Context,
  options: PageRouterOptions,
  answer: Answer,
  actor: Actor | null,
  req: Request,
  res: Response,
): Promise<void> {
  switch (answer.kind) {
    case 'view': {
      const flash = answer.flash ?? takeFlash(ctx.config, req, res)
      const around = await options.layoutModel(ctx, actor, req)
      // What answers a form cannot be fetched again, and may be shown this once.
      const listens = actor && req.method === 'GET' ? options.live : null
      const page = { title: answer.title, path: req.path, live: answer.live ?? listens }
      if (answer.version && !actor && !flash) {
        const content = cachedPage(answer, { ...around, page, flash })
        return sendStatic(req, res, content, { 'cache-control': 'public, max-age=300', vary: 'cookie' })
      }
      res.status(answer.status ?? 200).set('cache-control', 'private, no-store')
      const html = renderPage(answer.view, { ...around, page, flash }, answer.model)
      if (isUnchanged(req, res, html)) return void res.status(304).end()
      sendText(req, res, 'html', html)
      return
    }
    case 'redirect':
      if (answer.session !== undefined) await replaceSession(ctx, options, answer.session, req, res)
      if (answer.flash) setFlash(ctx.config, res, answer.flash)
      res.redirect(303, answer.location)
      return
    case 'json':
      sendText(req, res.status(answer.status), 'json', JSON.stringify(answer.body))
      return
    case 'empty':
      res.status(204).end()
      return
    case 'stream':
      answer.start(res)
      return
    case 'static':
      await sendStatic(req, res, answer.content, answer.headers)
  }
}

type View = Extract<Answer, { kind: 'view' }>

const cached = new BoundedMap<string, StaticContent>(20)

/** The page as everybody gets it who is not logged in. What is around it changes with the settings alone. */
function cachedPage({ view, version, model }: View, { page, ...around }: LayoutModel): StaticContent {
  const key = JSON.stringify([view, version, around])
  const known = cached.get(key)
  if (known) return known
  const content = staticContent('text/html; charset=utf-8', renderPage(view, { ...around, page }, model))
  cached.set(key, content)
  return content
}

/** A browser holds one session: with its cookie the session goes that the browser had before, whoever's it was. */
async function replaceSession(
  ctx: Context,
  options: PageRouterOptions,
  session: SessionCookie,
  req: Request,
  res: Response,
) {
  const former = readSessionToken(ctx.config, req)
  if (former && former !== session?.token) await options.endReplaced(ctx, former)
  setSession(ctx.config, res, session)
}

async function sendErrorPage(
  ctx: Context,
  options: PageRouterOptions,
  thrown: unknown,
  req: Request,
  res: Response,
): Promise<void> {
  const error = toDomainError(thrown, req.method)
  logFault(ctx, thrown, error, res)
  const actor = await requestActor(ctx, options, req, res).catch(() => null)
  const { title, model } = options.errorModel(error, actor, res.locals.request_id)
  const status = statusOf[error.kind]
  const around = await options.layoutModel(
    ctx,
    error.kind === 'internal' || error.kind === 'unavailable' ? null : actor,
    req,
  )
  const page = { title, path: req.path, live: null }
  res.status(status).set(limitHeaders([], error)).set('cache-control', 'no-store').type('html')
  res.send(renderPage('errors/error', { ...around, page, flash: null }, { status, ...model }))
}
