import { z } from 'zod'
import { isoTime } from '#lib/format-time.ts'
import { emailName, handleParams, linkToken, passwordProof, passwordReset } from '#people/accounts/schemas.ts'
import { personalDataJson } from '#people/privacy/json.ts'
import { deleteOwnAccount, downloadData } from '#people/privacy/personal-data.ts'
import { deviceOf } from '#people/sessions/devices.ts'
import { endOtherSessions, endSession, sessionHandle, sessionsOf } from '#people/sessions/own-sessions.ts'
import { nothing, ok } from '#platform/http/answer.ts'
import { api } from '#platform/http/route.ts'
import { forgotPassword, resetPassword } from './password-reset.ts'
import { confirmAgain, confirmAgainByName, confirmEmail } from './verification.ts'

const done = { answers: { 204: null }, keepAnswer: false } as const

const sessionSummary = z.object({
  handle: z.string(),
  device: z.string(),
  address: z.string().nullable(),
  created_at: z.iso.datetime(),
  last_seen_at: z.iso.datetime(),
  expires_at: z.iso.datetime(),
  persistent: z
    .boolean()
    .meta({ description: 'Whether it moves its end on whenever it is used: “Keep me logged in”.' }),
  current: z.boolean(),
})

export const linkApi = [
  api.post(
    '/password-resets',
    { ...done, summary: 'Have a link for a new password sent', for: 'guest', body: emailName },
    async ({ ctx, body }) => {
      await forgotPassword(ctx, body.login)
      return nothing
    },
  ),
  api.post(
    '/password-resets/current',
    {
      ...done,
      summary: 'Set a new password by the token of the link; all sessions end',
      for: 'guest',
      body: passwordReset,
    },
    async ({ ctx, body }) => {
      await resetPassword(ctx, body.token, body.new_password)
      return nothing
    },
  ),
  api.post(
    '/email-confirmations',
    {
      ...done,
      summary:
        'Confirm an address by the token of the link; with an account’s first one all its sessions, passkeys and two-factor login from before end',
      for: 'guest',
      body: linkToken,
    },
    async ({ ctx, body }) => {
      await confirmEmail(ctx, body.token)
      return nothing
    },
  ),
  api.post(
    '/email-confirmations/links',
    {
      ...done,
      summary: 'Have the link that confirms an address sent again, by username or email; the answer tells nothing',
      for: 'guest',
      body: emailName,
    },
    async ({ ctx, body }) => {
      await confirmAgainByName(ctx, body.login)
      return nothing
    },
  ),
  api.post(
    '/me/email-confirmation',
    { ...done, summary: 'Have the link sent again', for: 'member' },
    async ({ ctx, actor }) => {
      await confirmAgain(ctx, actor)
      return nothing
    },
  ),
  api.get(
    '/me/data',
    { summary: 'Everything that is kept about oneself', for: 'member', answers: { 200: personalDataJson } },
    ({ ctx, actor }) => downloadData(ctx, actor),
  ),
  api.post(
    '/me/deletion',
    { ...done, summary: 'Delete one’s own account', for: 'member', body: passwordProof },
    async ({ ctx, actor, body }) => {
      await deleteOwnAccount(ctx, actor, body.current_password)
      return nothing
    },
  ),
  api.get(
    '/me/sessions',
    {
      summary: 'Where one is logged in',
      for: 'member',
      answers: { 200: z.object({ sessions: z.array(sessionSummary) }) },
    },
    async ({ ctx, actor }) => {
      const sessions = (await sessionsOf(ctx, actor)).map((session) => ({
        handle: sessionHandle(session.id),
        device: deviceOf(session.user_agent),
        address: session.address,
        created_at: isoTime(session.created_at),
        last_seen_at: isoTime(session.last_seen_at),
        expires_at: isoTime(session.expires_at),
        persistent: session.persistent === 1,
        current: session.id === actor.session_id,
      }))
      return ok({ sessions })
    },
  ),
  api.delete(
    '/me/sessions/:handle',
    { ...done, summary: 'End one of one’s sessions', for: 'member', params: handleParams },
    async ({ ctx, actor, params }) => {
      await endSession(ctx, actor, params.handle)
      return nothing
    },
  ),
  api.delete(
    '/me/sessions',
    {
      ...done,
      summary: 'End all sessions but this one; unused links and a change of email that waits are cancelled',
      for: 'member',
    },
    async ({ ctx, actor }) => {
      await endOtherSessions(ctx, actor)
      return nothing
    },
  ),
]
