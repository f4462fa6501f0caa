import { randomUUID } from 'node:crypto'
import { type ErrorRequestHandler, type Request, type Response, Router } from 'express'
import type { Context } from '#context'
import { type DomainError, notFound } from '#errors'
import { view, withStatus } from '#platform/http/answer.ts'
import { clientOf } from '#platform/http/client.ts'
import { logFault, toDomainError } from '#platform/http/faults.ts'
import { mountBySegment } from '#platform/http/mount.ts'
import type { Form, Route } from '#platform/http/route.ts'
import { readBody } from '#platform/http/sent-body.ts'
import { serve } from '#platform/http/serve.ts'
import { statusOf } from '#platform/http/status.ts'
import type { ErrorModel } from '#platform/http/views.ts'
import { sendText } from '#platform/http/whole-text.ts'
import type { SessionActor } from '#platform/identity/actor.ts'
import { limitHeaders } from '#platform/limits/rate-limit.ts'
import { type Confirmation, splitProof, takesPassword } from './confirmation.ts'
import { readSessionToken, setSession } from './cookies.ts'
import { answerToRefusal, cameFrom, shownErrors, textOnly } from './refusals.ts'
import { renderPage } from './render.ts'
import { sameOrigin } from './same-origin.ts'
import { type SendOptions, sendPage } from './send.ts'
import { isOthers, keepUnsent, type SentDraft, splitDraft, textsOf, type UnsentForms } from './unsent-forms.ts'

export interface PageRouterOptions extends SendOptions {
  authenticate(ctx: Context, token: string): Promise<SessionActor | null>
  /** Whether the login of this token waits for its second step. */
  awaitsSecondStep(ctx: Context, token: string): Promise<boolean>
  confirmation: Confirmation
  unsentForms: UnsentForms
  errorModel(
    error: DomainError,
    actor: SessionActor | null,
    requestId: string,
    nearestPage: string,
  ): { title: string; model: ErrorModel }
  /** See nearest-page.ts. */
  nearestPage(path: string): string
}

export const emptyForm = (values: Record<string, string> = {}): Form => ({ values, errors: [], key: randomUUID() })

/** The pages: cookie sessions, forms, redirects, and errors as pages. */
export function pageRouter(ctx: Context, routes: Route[], options: PageRouterOptions): Router {
  const router = Router()
  router.use(sameOrigin(ctx.config))
  mountBySegment(router, routes, (route) => (req, res) => pageAnswer(ctx, options, route, req, res))
  router.use((_req, _res, next) => next(notFound()))
  return router
}

/** Shows errors from outside of the routers as pages. */
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
): Promise<SessionActor | null> {
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
  await using given = await readBody(ctx, route, actor, req, res)
  const { idempotency_key, ...sent } = (given.value ?? {}) as Record<string, unknown>
  const draft = splitDraft(sent)
  const { proof, back, body } = splitProof(draft.body)
  // Two keys become one with a space in it, which is refused.
  const key = [idempotency_key].flat().join(' ') || undefined
  if (isOthers(actor, draft)) return sendOthers(ctx, options, draft, actor, req, res)
  try {
    if (proof && actor) {
      actor = await options.confirmation.prove(ctx, actor, proof)
      if (takesPassword(route)) body.current_password ??= proof.password
    }
    await sendPage(
      ctx,
      options,
      await serve(ctx, route, req, actor, { body, key, fault: given.fault }),
      actor,
      req,
      res,
    )
  } catch (thrown) {
    const error = toDomainError(thrown)
    if (error.kind === 'unauthenticated') {
      const fields = key ? { ...body, idempotency_key: key } : body // continued after the login, it can be sent only once
      return sendToLogin(ctx, options, { ...draft, body: fields }, req, res)
    }
    const form = { values: textOnly(body), errors: shownErrors(error), key: randomUUID() }
    const refusal = { form, error, key, back: back ?? cameFrom(ctx, req, options.nearestPage) }
    const answer = await answerToRefusal(ctx, options.confirmation, route, req, actor, refusal)
    if (!answer) throw thrown
    res.set(limitHeaders([], error))
    await sendPage(ctx, options, withStatus(answer, statusOf[error.kind]), actor, req, res)
  }
}

async function sendToLogin(
  ctx: Context,
  options: PageRouterOptions,
  draft: SentDraft,
  req: Request,
  res: Response,
): Promise<void> {
  const token = readSessionToken(ctx.config, req)
  // A login in progress continues, whatever page is opened meanwhile.
  const pending = token !== null && (await options.awaitsSecondStep(ctx, token))
  if (token && !pending) setSession(ctx.config, res, null)
  const login = pending ? '/login/second-step' : '/login'
  const from = draft.place === null ? null : cameFrom(ctx, req, options.nearestPage)
  const carrying = await keepUnsent(ctx, options.unsentForms, req, draft, token, from ?? '/home')
  if (carrying) return sendPage(ctx, options, withStatus(carrying, statusOf.unauthenticated), null, req, res)
  if (from) return res.redirect(303, `${login}?next=${encodeURIComponent(from)}`)
  const wanted =
    req.method === 'GET' && !['/', '/logout'].includes(req.path) && req.originalUrl.length < 900
      ? `?next=${encodeURIComponent(req.originalUrl)}`
      : ''
  res.redirect(303, `${login}${wanted}`)
}

/** A form of another account is not submitted; its text is kept for that account. */
async function sendOthers(
  ctx: Context,
  options: PageRouterOptions,
  draft: SentDraft,
  actor: SessionActor | null,
  req: Request,
  res: Response,
): Promise<void> {
  const model = { texts: textsOf(draft.body), author: draft.author ?? 0 }
  const answer = view('errors/other-account', 'Another account is logged in', model)
  res.set('x-drawn-for', String(draft.author))
  await sendPage(ctx, options, withStatus(answer, statusOf.conflict), actor, req, res)
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
  const { title, model } = options.errorModel(error, actor, res.locals.request_id, options.nearestPage(req.path))
  const status = statusOf[error.kind]
  const around = await options.layoutModel(
    ctx,
    error.kind === 'internal' || error.kind === 'unavailable' ? null : actor,
    req,
  )
  const page = { title, path: req.path, live: null, module: null, camera: false, refresh: null }
  res.status(status).set(limitHeaders([], error)).set('cache-control', 'no-store')
  sendText(req, res, 'html', renderPage('errors/error', { ...around, page, flash: null }, { status, ...model }))
}
