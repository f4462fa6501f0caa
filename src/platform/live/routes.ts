import { z } from 'zod'
import { getTicket } from '#desk/tickets/tickets.ts'
import { notFound } from '#errors'
import { stream } from '#platform/http/answer.ts'
import { idParams } from '#platform/http/fields.ts'
import { api, type Call, page } from '#platform/http/route.ts'
import { openStream, sayEnded } from './streams.ts'

/** Whatever is no ticket's number is answered like a ticket that does not exist. */
const query = z.object({ ticket: idParams.shape.id.catch(0).optional(), only: z.literal('news').optional() })

type LiveCall = Pick<Call<'member', undefined, z.output<typeof query>, undefined>, 'ctx' | 'actor' | 'query'>

async function live({ ctx, actor, query }: LiveCall) {
  if (query.ticket === 0) throw notFound('ticket')
  if (query.ticket !== undefined) await getTicket(ctx, actor, query.ticket)
  return stream((res) => openStream(ctx, actor, res, query.ticket ?? (query.only ? 'news' : 'all')))
}

/** Never led to the login page: a stream is not looked at, and a browser would log a page as a fault. */
export const livePages = [
  page.get('/live', { for: 'anyone', query }, ({ ctx, actor, query }) =>
    actor ? live({ ctx, actor, query }) : stream(sayEnded),
  ),
]

export const liveApi = [
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
]
