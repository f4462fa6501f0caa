import { z } from 'zod'
import { unauthenticated } from '#errors'
import { isoTime } from '#lib/format-time.ts'
import { handleParams } from '#people/accounts/schemas.ts'
import { nothing, ok } from '#platform/http/answer.ts'
import { api } from '#platform/http/route.ts'
import type { SessionActor } from '#platform/identity/actor.ts'
import { deviceOf } from './devices.ts'
import { endOtherSessions, endSession, sessionHandle, sessionsOf } from './own-sessions.ts'

const done = { answers: { 204: null }, idempotent: false } as const

const sessionSummary = z
  .object({
    handle: z.string(),
    device: z.string(),
    address: z.string().nullable(),
    created_at: z.iso.datetime(),
    last_seen_at: z.iso.datetime(),
    expires_at: z.iso.datetime(),
    persistent: z.boolean().meta({ description: 'Whether each use extends it: “Keep me logged in”.' }),
    current: z.boolean(),
  })
  .meta({ id: 'SessionSummary' })

type Session = Awaited<ReturnType<typeof sessionsOf>>[number]

const show = (session: Session, actor: SessionActor): z.input<typeof sessionSummary> => ({
  handle: sessionHandle(session.id),
  device: deviceOf(session.user_agent),
  address: session.address,
  created_at: isoTime(session.created_at),
  last_seen_at: isoTime(session.last_seen_at),
  expires_at: isoTime(session.expires_at),
  persistent: session.persistent === 1,
  current: session.id === actor.session_id,
})

export const sessionApi = [
  api.get(
    '/me/sessions',
    {
      summary: 'Where you are logged in',
      for: 'member',
      scope: 'session',
      answers: { 200: z.object({ sessions: z.array(sessionSummary) }) },
    },
    async ({ ctx, actor }) => ok({ sessions: (await sessionsOf(ctx, actor)).map((session) => show(session, actor)) }),
  ),
  api.get(
    '/sessions/current',
    { summary: 'The session of this token', for: 'member', scope: 'session', answers: { 200: sessionSummary } },
    async ({ ctx, actor }) => {
      const own = (await sessionsOf(ctx, actor)).find(({ id }) => id === actor.session_id)
      if (!own) throw unauthenticated()
      return ok(show(own, actor))
    },
  ),
  api.delete(
    '/me/sessions/:handle',
    { ...done, summary: 'End one of your sessions', for: 'member', params: handleParams },
    async ({ ctx, actor, params }) => {
      await endSession(ctx, actor, params.handle)
      return nothing
    },
  ),
  api.delete(
    '/me/sessions',
    {
      ...done,
      summary:
        'End all sessions but this one; API tokens and the calendar feed’s address are revoked, unused links and a change of email that waits cancelled',
      for: 'member',
    },
    async ({ ctx, actor }) => {
      await endOtherSessions(ctx, actor)
      return nothing
    },
  ),
]
