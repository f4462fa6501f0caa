import type { Response } from 'express'
import type { Context } from '#context'
import { authenticateAgain } from '#people/sessions/sessions.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { beginEvents } from './event-stream.ts'
import type { Signal } from './live.ts'
import { takePlace } from './places.ts'

const heartbeat = 25_000

type TicketSignal = Extract<Signal, { customer_id: number }>
type NewsSignal = Extract<Signal, { news_for: number[] }>

export type About = number | 'news' | 'all'

/**
 * Says "refresh" when something the actor may see has changed, and at the end "ended" when the session has, or
 * "replaced" when the account has opened too many others. It carries nothing else.
 *
 * Every stream tells of the actor's own notifications.
 *
 * @param about one ticket, `news` for notifications alone, or `all` for every ticket the actor may see
 */
export function openStream(ctx: Context, actor: Actor, res: Response, about: About): void {
  // Who has gone while the session was looked at has been closed already, and will not be again.
  if (res.destroyed) return
  // A browser by itself does not come back after this, but the page does once somebody looks at it again.
  if (res.req.get('last-event-id') === 'replaced') {
    res.status(204).end()
    return
  }
  const stream = beginEvents(res)
  if (res.req.method === 'HEAD') {
    stream.end()
    return
  }

  const check = async () => {
    const holds = await authenticateAgain(ctx, actor).catch(() => true)
    if (holds) stream.beat()
    else stream.end('ended')
  }
  const freePlace = takePlace(ctx.live, actor.id, () => stream.end('replaced'))
  const stop = ctx.live.listen((signal) => {
    if ('stopping' in signal) stream.end()
    else if ('ended_session_of' in signal) {
      if (signal.ended_session_of === actor.id) void check()
    } else if ('news_for' in signal) {
      if (bringsNews(signal, actor, about)) stream.say('refresh')
    } else if ('ticket_id' in signal && concerns(signal, actor, about)) stream.say('refresh')
  })
  const beat = setInterval(check, heartbeat)
  res.on('close', () => {
    clearInterval(beat)
    stop()
    freePlace()
  })
}

/** For a page whose session has ended, or whose second step is still due: the page then looks where it is led. */
export function sayEnded(res: Response): void {
  if (res.req.get('last-event-id') === 'ended') res.status(204).end()
  else beginEvents(res).end('ended')
}

function concerns({ ticket_id, customer_id, desk_only }: TicketSignal, actor: Actor, about: About): boolean {
  if (about === 'news') return false
  if (desk_only && (!actor.is_staff || customer_id === actor.id)) return false
  return about === 'all' ? actor.is_staff || customer_id === actor.id : ticket_id === about
}

/** A page with the ticket on it hears of the ticket itself, and need not be told a second time. */
function bringsNews({ news_for, ticket_id }: NewsSignal, actor: Actor, about: About): boolean {
  if (!news_for.includes(actor.id)) return false
  return about === 'all' ? ticket_id === undefined : ticket_id !== about
}
