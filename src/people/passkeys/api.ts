import { z } from 'zod'
import { isoTime, timeOrNull } from '#lib/format-time.ts'
import { pendingByToken } from '#people/second-factor/pending.ts'
import { sessionJson, showSession } from '#people/sessions/json.ts'
import { created, nothing, ok } from '#platform/http/answer.ts'
import { api } from '#platform/http/route.ts'
import { askForPasskey, askForSecondStep, finishByPasskey, logInByPasskey } from './login.ts'
import { listPasskeys, type Passkey } from './queries.ts'
import { addPasskey, offerPasskey, removePasskey } from './registration.ts'
import { browserOptions, passkeyAddition, passkeyAnswer, passkeyParams, passkeyProof } from './schemas.ts'

const passkeyJson = z
  .object({
    id: z.string(),
    name: z.string(),
    created_at: z.iso.datetime(),
    last_used_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Passkey' })

const showPasskey = ({ id, name, created_at, last_used_at }: Passkey): z.input<typeof passkeyJson> => ({
  id,
  name,
  created_at: isoTime(created_at),
  last_used_at: timeOrNull(last_used_at),
})

const current = '/api/v1/sessions/current'
const options = { answers: { 200: browserOptions }, idempotent: false } as const
const session = { body: passkeyAnswer, answers: { 201: sessionJson }, idempotent: false } as const

export const passkeyApi = [
  api.post(
    '/sessions/passkey/options',
    { ...options, summary: 'The options for navigator.credentials.get(), for a login', for: 'guest' },
    async ({ ctx }) => ok(await askForPasskey(ctx)),
  ),
  api.post(
    '/sessions/passkey',
    { ...session, summary: 'Log in with a passkey alone, which counts as both steps', for: 'guest' },
    async ({ ctx, body }) => created(current, showSession(await logInByPasskey(ctx, body.response))),
  ),
  api.post(
    '/sessions/second-step/passkey/options',
    { ...options, summary: 'The options for navigator.credentials.get(), for the second step', for: 'pending' },
    async ({ ctx, req }) => ok(await askForSecondStep(ctx, await pendingByToken(ctx, req))),
  ),
  api.post(
    '/sessions/second-step/passkey',
    { ...session, summary: 'Finish a two-factor login with a passkey', for: 'pending' },
    async ({ ctx, body, req }) => {
      const pending = await pendingByToken(ctx, req)
      return created(current, showSession(await finishByPasskey(ctx, pending, body.response)))
    },
  ),
  api.get(
    '/me/passkeys',
    {
      summary: 'Your passkeys',
      for: 'member',
      scope: 'session',
      answers: { 200: z.object({ passkeys: z.array(passkeyJson) }) },
    },
    async ({ ctx, actor }) => ok({ passkeys: (await listPasskeys(ctx, actor.id)).map(showPasskey) }),
  ),
  api.post(
    '/me/passkeys/options',
    { ...options, summary: 'The options for navigator.credentials.create()', for: 'member', body: passkeyProof },
    async ({ ctx, actor, body }) => ok(await offerPasskey(ctx, actor, body.current_password)),
  ),
  api.post(
    '/me/passkeys',
    {
      summary: 'Add the passkey that the browser gave',
      for: 'member',
      reauthenticate: true,
      body: passkeyAddition,
      answers: { 201: passkeyJson },
      idempotent: false,
    },
    async ({ ctx, actor, body }) => created('/api/v1/me/passkeys', showPasskey(await addPasskey(ctx, actor, body))),
  ),
  api.delete(
    '/me/passkeys/:passkey',
    {
      summary: 'Remove a passkey',
      for: 'member',
      reauthenticate: true,
      params: passkeyParams,
      answers: { 204: null },
      idempotent: false,
    },
    async ({ ctx, actor, params }) => {
      await removePasskey(ctx, actor, params.passkey)
      return nothing
    },
  ),
]
