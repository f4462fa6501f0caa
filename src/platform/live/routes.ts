import { z } from 'zod'
import type { Context } from '#context'
import { notFound } from '#errors'
import { stream } from '#platform/http/answer.ts'
import { idParams } from '#platform/http/fields.ts'
import { api, type Call, page } from '#platform/http/route.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { type AuthenticateAgain, openStream, type Subscription, sendEnded } from './streams.ts'

export interface LiveOptions {
  authenticateAgain: AuthenticateAgain
  /** What a page without a subject of its own hears of. */
  everything(actor: Actor): Subscription
  /** What a page about one thing hears of, by what it is. @throws not-found for what the actor may not see */
  subjects: Record<SubjectName, (ctx: Context, actor: Actor, id: number) => Promise<Subscription>>
  lists: Record<'events', (actor: Actor) => Subscription>
}

const subjectNames = ['ticket', 'event'] as const
type SubjectName = (typeof subjectNames)[number]

/** Whatever is no number is answered like something that does not exist. */
const subject = idParams.shape.id.catch(0).optional()

const query = z.object({
  ticket: subject,
  event: subject,
  events: z.literal('all').optional(),
  only: z.literal('notifications').optional(),
})

type LiveCall = Pick<Call<'member', undefined, z.output<typeof query>, undefined>, 'ctx' | 'actor' | 'query'>

export function liveRoutes({ authenticateAgain, everything, subjects, lists }: LiveOptions) {
  async function subscriptionOf({ ctx, actor, query }: LiveCall): Promise<Subscription> {
    for (const name of subjectNames) {
      if (query[name] === 0) throw notFound(name)
      if (query[name] !== undefined) return subjects[name](ctx, actor, query[name])
    }
    if (query.events) return lists.events(actor)
    return query.only ? () => false : everything(actor)
  }
  async function live(call: LiveCall) {
    const about = await subscriptionOf(call)
    return stream((res) => openStream(call.ctx, call.actor, res, { about, authenticateAgain }))
  }
  return {
    /** Never led to the login page: a stream is not looked at, and a browser would log a page as a fault. */
    pages: [
      page.get('/live', { for: 'anyone', query }, ({ ctx, actor, query }) =>
        actor ? live({ ctx, actor, query }) : stream(sendEnded),
      ),
    ],
    api: [
      api.get(
        '/live',
        {
          summary:
            'Server-sent events: "refresh" when a ticket or one’s notifications changed; at the end "ended" when the session has, "replaced" when 20 others were opened; who comes back with Last-Event-ID: replaced gets 204',
          for: 'member',
          query,
          answers: { 200: null, 204: null },
        },
        live,
      ),
    ],
  }
}
