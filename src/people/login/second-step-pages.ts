import type { Request } from 'express'
import type { Context } from '#context'
import { askForSecondStep, finishByPasskey } from '#people/passkeys/login.ts'
import { listPasskeys } from '#people/passkeys/queries.ts'
import { passkeyAnswerForm } from '#people/passkeys/schemas.ts'
import { pendingInBrowser } from '#people/second-factor/pending.ts'
import { codeForm, nextQuery } from '#people/second-factor/schemas.ts'
import { logInByCode } from '#people/second-factor/second-step.ts'
import { cookieOf } from '#people/sessions/cookie.ts'
import { type Answer, ok, seeOther, view, withError } from '#platform/http/answer.ts'
import { type Form, page } from '#platform/http/route.ts'
import type { SessionActor } from '#platform/identity/actor.ts'
import { isKnownBrowser, readSessionToken } from '#platform/pages/cookies.ts'
import { localPath, withReason } from '#platform/pages/forms.ts'
import { emptyForm } from '#platform/pages/router.ts'
import { loginLeadingTo } from './login-pages.ts'

declare module '#platform/http/views.ts' {
  interface Views {
    'accounts/second-step': { form: Form; username: string; has_passkeys: boolean }
  }
}

const at = '/login/second-step'

interface Visit {
  ctx: Context
  /** Somebody fully logged in, who has nothing to do here. */
  actor: SessionActor | null
  req: Request
}

type Work = (pending: SessionActor) => Answer | Promise<Answer>

/** Runs `work` for a pending login; others are redirected to where they can continue, and from there to `next`. */
async function whenPending(visit: Visit, next: string | undefined, work: Work): Promise<Answer> {
  if (visit.actor) return seeOther(localPath(next))
  const pending = await pendingInBrowser(visit.ctx, visit.req)
  if (pending) return work(pending)
  const login = loginLeadingTo(next)
  if (!readSessionToken(visit.ctx.config, visit.req)) return seeOther(login)
  return withError(seeOther(login, undefined, null), 'That took too long. Please log in again.')
}

const show = (visit: Visit, form: Form) =>
  whenPending(visit, form.values.next, async (pending) =>
    view('accounts/second-step', 'Second step', {
      form,
      username: pending.username,
      has_passkeys: (await listPasskeys(visit.ctx, pending.id)).length > 0,
    }),
  )

/** The error and the page to continue to; never the code. */
const refused = (visit: Visit, form: Form, { message }: Error) => {
  const errors = form.errors.map(({ field, message }) => ({ field: field === 'code' ? field : '', message }))
  return show(visit, withReason({ ...form, errors, values: { next: form.values.next ?? '' } }, message))
}

export const secondStepPages = [
  page.get(at, { for: 'anyone', query: nextQuery }, (visit) =>
    show(visit, emptyForm({ next: visit.query.next ?? '' })),
  ),
  page.post(at, { for: 'anyone', body: codeForm, refused, idempotent: false }, (visit) =>
    whenPending(visit, visit.body.next, async (pending) => {
      const { ctx, body, req } = visit
      const session = await logInByCode(ctx, pending, body.code, isKnownBrowser(ctx.config, req, pending))
      return seeOther(localPath(body.next), undefined, cookieOf(session))
    }),
  ),
  page.post(`${at}/passkey/options`, { for: 'anyone', idempotent: false }, (visit) =>
    whenPending(visit, undefined, async (pending) => ok(await askForSecondStep(visit.ctx, pending))),
  ),
  page.post(`${at}/passkey`, { for: 'anyone', body: passkeyAnswerForm, refused, idempotent: false }, (visit) =>
    whenPending(visit, visit.body.next, async (pending) => {
      const session = await finishByPasskey(visit.ctx, pending, visit.body.response)
      return seeOther(localPath(visit.body.next), undefined, cookieOf(session))
    }),
  ),
]
