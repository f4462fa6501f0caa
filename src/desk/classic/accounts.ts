import { z } from 'zod'
import type { Context } from '#context'
import { forbidden, malformed } from '#errors'
import { getAccount } from '#people/accounts/accounts.ts'
import { classicRegistration } from '#people/accounts/schemas.ts'
import { register } from '#people/login/registration.ts'
import { logIn } from '#people/sessions/login.ts'
import { ok } from '#platform/http/answer.ts'
import { api } from '#platform/http/route.ts'
import { mailPromises } from '#platform/mail/promises.ts'
import { translating } from './errors.ts'
import { classicLogin, classicProfileChange, userParams } from './fields.ts'
import { savedJson, showUser, systemUser, tokenJson, userJson } from './json.ts'
import { changeProfileAndPassword } from './profile.ts'

const token = { for: 'guest', answers: { 200: tokenJson } } as const

export const accountRoutes = [
  api.post(
    '/register',
    { ...token, summary: 'Register as a customer', body: classicRegistration },
    async ({ ctx, body }) => {
      const { session } = await register(ctx, body, { refuseTaken: true })
      if (!session) throw forbidden('email_not_verified', mailPromises(ctx).confirmFirst({ email_refused: false }))
      return ok({ access_token: session.token })
    },
  ),
  api.post('/login', { ...token, summary: 'Log in', body: classicLogin }, async ({ ctx, body }) => {
    const names = { login: body.username, password: body.password }
    const session = await translating(logIn(ctx, names), 'invalid', ({ message }) => malformed(message))
    if (session.second_factor_required)
      throw forbidden(
        'second_step',
        'This account has two-factor login, which this contract has no room for: use API v1.',
      )
    return ok({ access_token: session.token })
  }),
  api.get(
    '/get-profile/:user_id',
    { summary: 'A person', for: 'member', params: userParams, answers: { 200: z.object({ user: userJson }) } },
    async ({ ctx, params }) =>
      ok({
        user: await translating(getUser(ctx, params.user_id), 'not_found', () => malformed('There is no such user.')),
      }),
  ),
  api.post(
    '/profile',
    { summary: 'Change picture and password', for: 'member', body: classicProfileChange, answers: { 200: savedJson } },
    async ({ ctx, actor, body }) => ok({ msg: await changeProfileAndPassword(ctx, actor, body) }),
  ),
]

/** @throws not-found */
export const getUser = async (ctx: Context, id: number) =>
  id === systemUser.user_id ? systemUser : showUser(await getAccount(ctx, id))
