import { z } from 'zod'
import type { Context } from '#context'
import { isoTime } from '#lib/format-time.ts'
import { askForReauthentication, reauthenticateByPasskey } from '#people/passkeys/login.ts'
import { browserOptions, passkeyAnswer } from '#people/passkeys/schemas.ts'
import { ok } from '#platform/http/answer.ts'
import { recentFor } from '#platform/http/recent-authentication.ts'
import { api } from '#platform/http/route.ts'
import { reauthenticate } from './reauthentication.ts'
import { reauthentication } from './schemas.ts'

const recentJson = z.object({
  recent_until: z.iso.datetime().meta({ description: 'Until then credentials can be changed with this token.' }),
})

const done = { for: 'member', answers: { 200: recentJson }, idempotent: false } as const

const answer = ({ clock }: Context) => ok({ recent_until: isoTime(clock.now() + recentFor) })

export const reauthenticationApi = [
  api.post(
    '/me/reauthentication',
    {
      ...done,
      summary: 'Confirm that it is you, by password and, with two-factor login, a code: for changes of credentials',
      body: reauthentication,
    },
    async ({ ctx, actor, body }) => {
      await reauthenticate(ctx, actor, body)
      return answer(ctx)
    },
  ),
  api.post(
    '/me/reauthentication/passkey/options',
    {
      summary: 'What to ask navigator.credentials.get() to confirm that it is you',
      for: 'member',
      answers: { 200: browserOptions },
      idempotent: false,
    },
    async ({ ctx, actor }) => ok(await askForReauthentication(ctx, actor)),
  ),
  api.post(
    '/me/reauthentication/passkey',
    { ...done, summary: 'Confirm that it is you by a passkey, which is both steps', body: passkeyAnswer },
    async ({ ctx, actor, body }) => {
      await reauthenticateByPasskey(ctx, actor, body.response)
      return answer(ctx)
    },
  ),
]
