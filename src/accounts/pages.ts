import { z } from 'zod'
import type { Actor } from '../actor.ts'
import type { Context } from '../context.ts'
import { type Answer, seeOther, view } from '../http/answer.ts'
import { idParams } from '../http/fields.ts'
import { emptyForm } from '../http/page-door.ts'
import { type Form, page } from '../http/route.ts'
import { when } from '../when.ts'
import { changeProfile, getAccount, register } from './accounts.ts'
import { changeEmail, changePassword } from './credentials.ts'
import { icons } from './icons.ts'
import { personOf } from './people.ts'
import { emailChange, given, loginForm, passwordForm, profileChange, registrationForm, setupForm } from './schemas.ts'
import { logIn, logOut, type StartedSession } from './sessions.ts'
import { refuseWhenSetUp, setUp } from './setup.ts'

const cookieOf = ({ token, expires_at }: StartedSession) => ({ token, expires_at })

/** Only a path of this site, never another site or a `//host`. */
const localPath = (path: string | undefined) => (path && /^\/(?![/\\])[^\s\\]*$/.test(path) ? path : '/home')

const showLogin = (form: Form) => view('accounts/login', 'Log in', { form })
const showRegister = (form: Form) => view('accounts/register', 'Create an account', { form })
const showSetup = (form: Form) => view('accounts/setup', 'Set up your desk', { form })

interface ProfileForms {
  profile_form?: Form
  email_form?: Form
  password_form?: Form
}

async function showProfile(ctx: Context, actor: Actor, forms: ProfileForms = {}): Promise<Answer> {
  const account = await getAccount(ctx, actor.id)
  const { display_name, profile_icon, email, account_type } = account
  return view('accounts/profile', 'Your profile', {
    account: { ...personOf(account), email, account_type, created_at: when(account.created_at, ctx.clock.now()) },
    icons: icons.map((name) => ({ name, label: name })),
    profile_form: emptyForm({ display_name, profile_icon }),
    email_form: emptyForm({ email }),
    password_form: emptyForm(),
    ...forms,
  })
}

export const accountPages = [
  page.get('/login', { for: 'anyone', query: z.object({ next: given.optional() }) }, ({ actor, query }) =>
    actor ? seeOther('/home') : showLogin(emptyForm({ login: '', next: query.next ?? '' })),
  ),
  page.post(
    '/login',
    { for: 'guest', body: loginForm, refused: (_call, form) => showLogin(form), keepAnswer: false },
    async ({ ctx, body }) => seeOther(localPath(body.next), undefined, cookieOf(await logIn(ctx, body))),
  ),
  page.get('/register', { for: 'anyone' }, ({ actor }) =>
    actor ? seeOther('/home') : showRegister(emptyForm({ username: '', email: '' })),
  ),
  page.post(
    '/register',
    { for: 'guest', body: registrationForm, refused: (_call, form) => showRegister(form), keepAnswer: false },
    async ({ ctx, body }) => seeOther('/home', 'Welcome! Your account is ready.', cookieOf(await register(ctx, body))),
  ),
  page.get('/setup', { for: 'anyone', query: z.object({ code: given.optional() }) }, async ({ ctx, query }) => {
    await refuseWhenSetUp(ctx)
    return showSetup(emptyForm({ code: query.code ?? '', username: '', email: '' }))
  }),
  page.post(
    '/setup',
    { for: 'guest', body: setupForm, refused: (_call, form) => showSetup(form), keepAnswer: false },
    async ({ ctx, body }) =>
      seeOther('/home', 'Your desk is ready. You are its first admin.', cookieOf(await setUp(ctx, body))),
  ),
  page.get('/logout', { for: 'member' }, () => view('accounts/logout', 'Log out', {})),
  page.post('/logout', { for: 'member', keepAnswer: false }, async ({ ctx, actor }) => {
    await logOut(ctx, actor)
    return seeOther('/login', 'You are logged out.', null)
  }),
  page.get('/accounts/:id', { for: 'member', params: idParams }, async ({ ctx, params }) => {
    const account = await getAccount(ctx, params.id)
    const created_at = when(account.created_at, ctx.clock.now())
    return view('accounts/person', account.display_name, { person: personOf(account), created_at })
  }),
  page.get('/profile', { for: 'member' }, ({ ctx, actor }) => showProfile(ctx, actor)),
  page.post(
    '/profile',
    {
      for: 'member',
      body: profileChange,
      refused: ({ ctx, actor }, form) => showProfile(ctx, actor, { profile_form: form }),
    },
    async ({ ctx, actor, body }) => {
      await changeProfile(ctx, actor, body)
      return seeOther('/profile', 'Your profile is saved.')
    },
  ),
  page.post(
    '/profile/email',
    {
      for: 'member',
      body: emailChange,
      refused: ({ ctx, actor }, form) => showProfile(ctx, actor, { email_form: form }),
      keepAnswer: false,
    },
    async ({ ctx, actor, body }) => {
      await changeEmail(ctx, actor, body)
      return seeOther('/profile', 'Your email is changed.')
    },
  ),
  page.post(
    '/profile/password',
    {
      for: 'member',
      body: passwordForm,
      refused: ({ ctx, actor }, form) => showProfile(ctx, actor, { password_form: form }),
      keepAnswer: false,
    },
    async ({ ctx, actor, body }) => {
      const session = await changePassword(ctx, actor, body)
      return seeOther('/profile', 'Your password is changed. Other devices are logged out.', cookieOf(session))
    },
  ),
]
