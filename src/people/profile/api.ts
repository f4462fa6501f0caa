import { changeProfile, getAccount } from '#people/accounts/accounts.ts'
import { accountJson, otherAccountJson, showAccount, showOtherAccount } from '#people/accounts/json.ts'
import { removePicture, replacePicture } from '#people/accounts/picture.ts'
import {
  emailChange,
  login,
  passwordChange,
  pictureForm,
  profileChange,
  registration,
} from '#people/accounts/schemas.ts'
import { changeEmail } from '#people/email-links/verification.ts'
import { register } from '#people/login/registration.ts'
import { changePassword } from '#people/sessions/credentials.ts'
import { registeredJson, sessionJson, showSession } from '#people/sessions/json.ts'
import { logIn } from '#people/sessions/login.ts'
import { logOut } from '#people/sessions/sessions.ts'
import { onePicture } from '#platform/files/pictures.ts'
import { created, nothing, ok } from '#platform/http/answer.ts'
import { idParams } from '#platform/http/fields.ts'
import { api } from '#platform/http/route.ts'

export const accountApi = [
  api.post(
    '/accounts',
    { summary: 'Register as a customer', for: 'guest', body: registration, answers: { 201: registeredJson } },
    async ({ ctx, body }) => {
      const { account, session } = await register(ctx, body)
      const shown = { account: showAccount(account), session: session && showSession(session) }
      return created(`/api/v1/accounts/${account.id}`, shown)
    },
  ),
  api.get(
    '/accounts/:id',
    { summary: 'Another person', for: 'member', params: idParams, answers: { 200: otherAccountJson } },
    async ({ ctx, actor, params }) => ok(showOtherAccount(actor, await getAccount(ctx, params.id))),
  ),
  api.post(
    '/sessions',
    { summary: 'Log in by username or email', for: 'guest', body: login, answers: { 201: sessionJson } },
    async ({ ctx, body }) => created('/api/v1/sessions/current', showSession(await logIn(ctx, body))),
  ),
  api.delete(
    '/sessions/current',
    { summary: 'Log out: the token ends', for: 'member', answers: { 204: null }, idempotent: false },
    async ({ ctx, actor }) => {
      await logOut(ctx, actor)
      return nothing
    },
  ),
  api.get('/me', { summary: 'Your account', for: 'member', answers: { 200: accountJson } }, async ({ ctx, actor }) =>
    ok(showAccount(await getAccount(ctx, actor.id))),
  ),
  api.patch(
    '/me',
    {
      summary: 'Change your display name, first and last name or picture',
      for: 'member',
      body: profileChange,
      answers: { 200: accountJson },
    },
    async ({ ctx, actor, body }) => ok(showAccount(await changeProfile(ctx, actor, body))),
  ),
  api.put(
    '/me/picture',
    {
      summary: 'Upload a picture that is shown in place of your icon; it is cut to a square',
      for: 'member',
      uploads: onePicture,
      body: pictureForm,
      answers: { 200: accountJson },
    },
    async ({ ctx, actor, body }) => ok(showAccount(await replacePicture(ctx, actor, body.picture))),
  ),
  api.delete(
    '/me/picture',
    { summary: 'Go back to your icon', for: 'member', answers: { 204: null }, idempotent: false },
    async ({ ctx, actor }) => {
      await removePicture(ctx, actor)
      return nothing
    },
  ),
  api.put(
    '/me/email',
    {
      summary: 'Change your email',
      for: 'member',
      body: emailChange,
      answers: { 200: accountJson },
      idempotent: false,
    },
    async ({ ctx, actor, body }) => ok(showAccount(await changeEmail(ctx, actor, body))),
  ),
  api.put(
    '/me/password',
    {
      summary: 'Change your password; all sessions end, a new one starts',
      for: 'member',
      body: passwordChange,
      answers: { 200: sessionJson },
      idempotent: false,
    },
    async ({ ctx, actor, body }) => ok(showSession(await changePassword(ctx, actor, body))),
  ),
]
