import { z } from 'zod'
import { notFound } from '../errors.ts'
import { stream } from '../http/answer.ts'
import { idParams } from '../http/fields.ts'
import { api, type Call, page } from '../http/route.ts'
import { getTicket } from '../tickets/tickets.ts'
import { openStream } from './streams.ts'

/** Whatever is no ticket's number is answered like a ticket that does not exist. */
const query = z.object({ ticket: idParams.shape.id.catch(0).optional(), only: z.literal('news').optional() })

type LiveCall = Call<'member', undefined, z.output<typeof query>, undefined>

async function live({ ctx, actor, query }: LiveCall) {
  if (query.ticket === 0) throw notFound('ticket')
  if (query.ticket !== undefined) await getTicket(ctx, actor, query.ticket)
  return stream((res) => openStream(ctx, actor, res, query.ticket ?? (query.only ? 'news' : 'all')))
}

export const livePages = [page.get('/live', { for: 'member', query }, live)]

export const liveApi = [
  api.get(
    '/live',
    {
      summary:
        'Server-sent events: "refresh" when a ticket or one’s notifications changed, "ended" when the session has',
      for: 'member',
      query,
      answers: { 200: null },
    },
    live,
  ),
]
