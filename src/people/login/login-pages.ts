import type { Request } from 'express'
import { z } from 'zod'
import type { Context } from '#context'
import { given, loginForm, registrationForm, setupForm } from '#people/accounts/schemas.ts'
import { cookieOf } from '#people/sessions/cookie.ts'
import { logIn } from '#people/sessions/login.ts'
import { logOut, type StartedSession } from '#people/sessions/sessions.ts'
import { carry, keepCarried, type Unsent } from '#platform/drafts/unsent.ts'
import { type Answer, seeOther, view, withError } from '#platform/http/answer.ts'
import { emptyBody } from '#platform/http/fields.ts'
import { type Form, page } from '#platform/http/route.ts'
import { mailPromises } from '#platform/mail/promises.ts'
import { isKnownBrowser } from '#platform/pages/cookies.ts'
import { localPath, withReason } from '#platform/pages/forms.ts'
import { emptyForm } from '#platform/pages/router.ts'
import { register } from './registration.ts'
import { refuseWhenSetUp, setUp } from './setup.ts'

declare module '#platform/http/views.ts' {
  interface Views {
    'accounts/login': { form: Form; can_send_again: boolean }
    'accounts/register': { form: Form }
    'accounts/setup': { form: Form }
    'accounts/logout': Record<never, never>
  }
}

export const showLogin = (ctx: Context, form: Form, code = '') =>
  view('accounts/login', 'Log in', { form, can_send_again: code === 'email_not_verified' && !mailPromises(ctx).off })
const showRegister = (form: Form) => view('accounts/register', 'Create an account', { form })
const showSetup = (form: Form) => view('accounts/setup', 'Set up your desk', { form })

const othersText = 'What was written before was another account’s, so it was not kept. That account can go back to it.'

const noCookiesText =
  'You were not kept logged in: your browser stores no cookies of this site. Allow them in its settings, then log in.'

/** Whether a successful login came back to the login page, because the browser does not accept cookies. */
const isSentBack = (req: Request) =>
  URL.parse(req.get('referer') ?? '')?.pathname === '/login' && req.headers.cookie === undefined

/** The login page for a form that was submitted without a session. */
export function loginPageCarrying(ctx: Context, form: Unsent, next: string): Answer {
  return showLogin(ctx, emptyForm({ login: '', next, carried: carry(ctx, form) }))
}

/** The address of the login page, which continues to the wanted page. */
export const loginLeadingTo = (wanted: string | undefined) =>
  wanted ? `/login?next=${encodeURIComponent(localPath(wanted))}` : '/login'

/** Redirects to the wanted page after a login, and saves the form that the login page carried. */
export async function loggedInTo(
  ctx: Context,
  session: StartedSession,
  wanted: string | undefined,
  carried: string | undefined,
): Promise<Answer> {
  const next = localPath(wanted)
  const to = session.second_factor_required ? `/login/second-step?next=${encodeURIComponent(next)}` : next
  const answer = seeOther(to, undefined, cookieOf(session))
  const isOthers = carried && !(await keepCarried(ctx, carried, session.account.id))
  return isOthers ? withError(answer, othersText) : answer
}

export const loginPages = [
  page.get('/login', { for: 'anyone', query: z.object({ next: given.optional() }) }, ({ ctx, actor, query, req }) => {
    if (actor) return seeOther(localPath(query.next))
    const form = emptyForm({ login: '', next: query.next ?? '' })
    return showLogin(ctx, query.next && isSentBack(req) ? withReason(form, noCookiesText) : form)
  }),
  page.post(
    '/login',
    {
      for: 'guest',
      body: loginForm,
      refused: ({ ctx }, form, error) => showLogin(ctx, withReason(form, error.message), error.code),
      idempotent: false,
    },
    async ({ ctx, body, req }) => {
      const { keep_logged_in, next, carried, ...names } = body
      const session = await logIn(ctx, names, (account) => isKnownBrowser(ctx.config, req, account), keep_logged_in)
      return loggedInTo(ctx, session, next, carried)
    },
  ),
  page.get(
    '/register',
    { for: 'anyone', query: z.object({ next: given.optional() }) },
    ({ actor, query: { next = '' } }) =>
      actor ? seeOther(localPath(next)) : showRegister(emptyForm({ username: '', email: '', next })),
  ),
  page.post(
    '/register',
    {
      for: 'guest',
      body: registrationForm,
      refused: (_call, form, { message }) => showRegister(withReason(form, message)),
      idempotent: false,
    },
    async ({ ctx, body: { next, ...body } }) => {
      const { session } = await register(ctx, body)
      if (session) return seeOther(localPath(next), 'Welcome! Your account is ready.', cookieOf(session))
      return seeOther(loginLeadingTo(next), mailPromises(ctx).registered)
    },
  ),
  page.get('/setup', { for: 'anyone', query: z.object({ code: given.optional() }) }, async ({ ctx, query }) => {
    await refuseWhenSetUp(ctx)
    return showSetup(emptyForm({ code: query.code ?? '', username: '', email: '' }))
  }),
  page.post(
    '/setup',
    {
      for: 'guest',
      body: setupForm,
      refused: (_call, form, { message }) => showSetup(withReason(form, message)),
      idempotent: false,
    },
    async ({ ctx, body }) =>
      seeOther('/home', 'Your desk is ready. You are its first admin.', cookieOf(await setUp(ctx, body))),
  ),
  page.get('/logout', { for: 'member' }, () => view('accounts/logout', 'Log out', {})),
  page.post('/logout', { for: 'member', body: emptyBody, idempotent: false }, async ({ ctx, actor }) => {
    await logOut(ctx, actor)
    return seeOther('/login', 'You are logged out.', null)
  }),
]
