import { z } from 'zod'
import { seeOther, view } from '#platform/http/answer.ts'
import { emptyBody } from '#platform/http/fields.ts'
import { page } from '#platform/http/route.ts'
import { followInvitation, getLinkedInvitation } from './invitation-links.ts'
import { whenModel } from './models.ts'

declare module '#platform/http/views.ts' {
  interface Views {
    'events/invitation': {
      event: {
        title: string
        location: string
        when: ReturnType<typeof whenModel>
        is_cancelled: boolean
        has_begun: boolean
      }
      token: string
    }
  }
}

const params = z.object({ token: z.string().max(100) })

/** The target of links in mailed invitations: leads to the event, through registration if needed. */
export const invitationPages = [
  page.get('/invitations/:token', { for: 'anyone', params }, async ({ ctx, actor, params: { token } }) => {
    const { invitation, event } = await getLinkedInvitation(ctx, actor, token)
    if (invitation.account_id !== null) return seeOther(`/events/${event.id}`)
    const { title, location, cancelled_at } = event
    const has_begun = event.starts_at <= ctx.clock.now()
    const shown = { title, location, when: whenModel(ctx, event), is_cancelled: cancelled_at !== null, has_begun }
    return view('events/invitation', `Invitation: ${title}`, { event: shown, token })
  }),
  page.post('/invitations/:token', { for: 'member', params, body: emptyBody }, async ({ ctx, actor, params }) =>
    seeOther(`/events/${await followInvitation(ctx, actor, params.token)}`),
  ),
]
