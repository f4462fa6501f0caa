import { z } from 'zod'
import { passwordProof } from '#people/accounts/schemas.ts'
import { sessionJson, showSession } from '#people/sessions/json.ts'
import { created, nothing, ok } from '#platform/http/answer.ts'
import { api } from '#platform/http/route.ts'
import { beginEnrolment, confirmEnrolment, twoFactorState } from './enrolment.ts'
import { pendingByToken } from './pending.ts'
import { renewRecoveryCodes, turnOffTwoFactor } from './proof.ts'
import { codeProof, passwordAndCode } from './schemas.ts'
import { logInByCode } from './second-step.ts'

const enrolmentJson = z.object({ secret: z.string(), uri: z.string() }).meta({ id: 'TwoFactorEnrolment' })

const stateJson = z.object({
  state: z.enum(['off', 'begun', 'on']),
  enrolment: enrolmentJson.nullable(),
  recovery_codes_left: z.int(),
})

const codesJson = z.object({
  recovery_codes: z.array(z.string()).meta({ description: 'Each is good once; they are not shown again.' }),
})

export const twoFactorApi = [
  api.post(
    '/sessions/second-step',
    {
      summary:
        'Finish a two-factor login with a code from the app, or a recovery code; the token of the first step ends',
      for: 'pending',
      body: codeProof,
      answers: { 201: sessionJson },
      idempotent: false,
    },
    async ({ ctx, body, req }) => {
      const pending = await pendingByToken(ctx, req)
      return created('/api/v1/sessions/current', showSession(await logInByCode(ctx, pending, body.code)))
    },
  ),
  api.get(
    '/me/two-factor',
    { summary: 'Whether two-factor login is on', for: 'member', scope: 'session', answers: { 200: stateJson } },
    async ({ ctx, actor }) => ok(await twoFactorState(ctx, actor)),
  ),
  api.post(
    '/me/two-factor',
    {
      summary: 'Begin setting up two-factor login: the key for an authenticator app',
      for: 'member',
      body: passwordProof,
      answers: { 201: enrolmentJson },
      idempotent: false,
    },
    async ({ ctx, actor, body }) =>
      created('/api/v1/me/two-factor', await beginEnrolment(ctx, actor, body.current_password)),
  ),
  api.post(
    '/me/two-factor/confirmation',
    {
      summary: 'Turn two-factor login on, with a first code from the app',
      for: 'member',
      body: codeProof,
      answers: { 200: codesJson },
      idempotent: false,
    },
    async ({ ctx, actor, body }) => ok({ recovery_codes: await confirmEnrolment(ctx, actor, body.code) }),
  ),
  api.post(
    '/me/two-factor/recovery-codes',
    {
      summary: 'Make new recovery codes; earlier ones stop working',
      for: 'member',
      body: passwordAndCode,
      answers: { 200: codesJson },
      idempotent: false,
    },
    async ({ ctx, actor, body }) => ok({ recovery_codes: await renewRecoveryCodes(ctx, actor, body) }),
  ),
  api.post(
    '/me/two-factor/deletion',
    {
      summary: 'Turn two-factor login off',
      for: 'member',
      body: passwordAndCode,
      answers: { 204: null },
      idempotent: false,
    },
    async ({ ctx, actor, body }) => {
      await turnOffTwoFactor(ctx, actor, body)
      return nothing
    },
  ),
]
