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
  /** The topics of a page without a subject of its own. */
  everything(actor: Actor): Subscription
  /** The topics of a page about one thing, by its type. Throws not-found for what the actor may not see. */
  subjects: Record<string, (ctx: Context, actor: Actor, id: number) => Promise<Subscription>>
  /** The topics of lists of events. */
  events: Subscription
}

/** An invalid number is answered like an unknown id. */
const subjectId = idParams.shape.id.catch(0).optional()

const shared = {
  events: z.literal('all').optional().meta({ description: 'All events you can see, instead of all tickets.' }),
  only: z.literal('notifications').optional().meta({ description: 'Only your notifications.' }),
}
type Query = { events?: 'all' | undefined; only?: 'notifications' | undefined }

type LiveCall = Pick<Call<'member', undefined, Query>, 'ctx' | 'actor' | 'query'>

export function liveRoutes({ authenticateAgain, everything, subjects, events }: LiveOptions) {
  const ids = Object.fromEntries(
    Object.keys(subjects).map((name) => [
      name,
      subjectId.meta({ description: `The id of the ${name} that it is about.` }),
    ]),
  )
  const query = z.object({ ...shared, ...ids })
  const one = query.strict().refine((query) => Object.keys(query).length <= 1, 'Ask for one of these at a time.')

  async function subscriptionOf({ ctx, actor, query }: LiveCall): Promise<Subscription> {
    for (const [name, subscribe] of Object.entries(subjects)) {
      const id = (query as Record<string, unknown>)[name]
      if (id === 0) throw notFound(name)
      if (typeof id === 'number') return subscribe(ctx, actor, id)
    }
    if (query.events) return events
    return query.only ? () => false : everything(actor)
  }
  async function live(call: LiveCall) {
    const about = await subscriptionOf(call)
    return stream((res) => openStream(call.ctx, call.actor, res, { about, authenticateAgain }))
  }
  return {
    /** Never redirected to the login page: a browser would report the page as an error of the stream. */
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
            'Server-sent events: "refresh" when its subject or your notifications have changed; at the end "ended" when the session has ended, or "replaced" when 20 other streams were opened; a reconnection with Last-Event-ID: replaced gets 204',
          for: 'member',
          query: one,
          answers: { 200: null, 204: null },
          file: 'text/event-stream',
        },
        live,
      ),
    ],
  }
}
