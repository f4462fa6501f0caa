import type { Request } from 'express'
import type { Context } from '#context'
import type { DomainError, ErrorKind, FieldError } from '#errors'
import type { Answer } from '#platform/http/answer.ts'
import { wantsReauthentication } from '#platform/http/recent-authentication.ts'
import type { Form, Route } from '#platform/http/route.ts'
import { readCall } from '#platform/http/serve.ts'
import type { SessionActor } from '#platform/identity/actor.ts'
import { type Confirmation, fieldsToKeep } from './confirmation.ts'

interface Refusal {
  form: Form
  error: DomainError
  key: string | undefined
  back: string
}

/** The page that asks for a proof of identity, or the form again with the error; null if neither applies. */
export async function answerToRefusal(
  ctx: Context,
  confirmation: Confirmation,
  route: Route,
  req: Request,
  actor: SessionActor | null,
  { form, error, key, back }: Refusal,
): Promise<Answer | null> {
  if (actor && wantsReauthentication(error)) {
    const fields = fieldsToKeep(form.values, key)
    return confirmation.page(ctx, actor, { action: req.originalUrl, fields, form, back, error })
  }
  if (!route.refused || !showable.has(error.kind)) return null
  return route.refused(readCall(ctx, route, req, actor), form, error)
}

/** The page of ours that contained the form. */
export function cameFrom(ctx: Context, req: Request, nearestPage: (path: string) => string): string {
  const from = URL.parse(req.get('referer') ?? '')
  return from && from.origin === ctx.config.server.origin ? nearestPage(from.pathname) + from.search : '/home'
}

/** Errors for which the form is shown again; others get an error page. */
const showable = new Set<ErrorKind>(['invalid', 'conflict', 'forbidden', 'too_many'])

/** The typed fields to show again, without secrets. */
export function textOnly(body: Record<string, unknown>): Record<string, string> {
  const entries = Object.entries(body).filter(
    ([name, value]) => typeof value === 'string' && !name.includes('password'),
  )
  return Object.fromEntries(entries) as Record<string, string>
}

/** The error of a rate limit concerns no field and is shown at the top of the form. */
export const shownErrors = ({ kind, fields, message }: DomainError): FieldError[] =>
  kind === 'too_many' && fields.length === 0 ? [{ field: '', message }] : fields
