import type { Context } from '#context'
import { formatTime } from '#lib/format-time.ts'
import { handleParams } from '#people/accounts/schemas.ts'
import { seeOther, view } from '#platform/http/answer.ts'
import { page } from '#platform/http/route.ts'
import type { SessionActor } from '#platform/identity/actor.ts'
import { deviceOf } from './devices.ts'
import { endOtherSessions, endSession, sessionHandle, sessionsOf } from './own-sessions.ts'

declare module '#platform/http/views.ts' {
  interface Views {
    'accounts/sessions': { sessions: Awaited<ReturnType<typeof sessionModels>> }
  }
}

async function sessionModels(ctx: Context, actor: SessionActor) {
  const sessions = await sessionsOf(ctx, actor)
  return sessions.map((session) => ({
    handle: sessionHandle(session.id),
    device: deviceOf(session.user_agent),
    address: session.address ?? 'unknown',
    created_at: formatTime(ctx, session.created_at),
    last_seen_at: formatTime(ctx, session.last_seen_at),
    expires_at: formatTime(ctx, session.expires_at),
    persistent: session.persistent === 1,
    current: session.id === actor.session_id,
  }))
}

export const sessionPages = [
  page.get('/profile/sessions', { for: 'member' }, async ({ ctx, actor }) =>
    view('accounts/sessions', 'Where you are logged in', { sessions: await sessionModels(ctx, actor) }),
  ),
  page.post(
    '/profile/sessions/:handle/end',
    { for: 'member', params: handleParams },
    async ({ ctx, actor, params }) => {
      const own = await endSession(ctx, actor, params.handle)
      return own
        ? seeOther('/login', 'You are logged out.', null)
        : seeOther('/profile/sessions', 'That session has ended.')
    },
  ),
  page.post('/profile/sessions/end-others', { for: 'member' }, async ({ ctx, actor }) => {
    await endOtherSessions(ctx, actor)
    return seeOther(
      '/profile/sessions',
      'All other sessions have ended. API tokens, the calendar feed’s address, unused links and a change of email that waited no longer work.',
    )
  }),
]
