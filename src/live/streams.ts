import type { Response } from 'express'
import { authenticateAgain } from '../accounts/sessions.ts'
import type { Actor } from '../actor.ts'
import type { Context } from '../context.ts'
import type { Signal } from './live.ts'

const heartbeat = 25_000

type TicketSignal = Extract<Signal, { customer_id: number }>
type NewsSignal = Extract<Signal, { news_for: number[] }>

export type About = number | 'news' | 'all'

/**
 * An event stream (WHATWG server-sent events) that says "refresh" when something the actor may see has
 * changed, and "ended" when the session has. It carries nothing else.
 *
 * Every stream tells of the actor's own notifications.
 *
 * @param about one ticket, `news` for notifications alone, or `all` for every ticket the actor may see
 */
export function openStream(ctx: Context, actor: Actor, res: Response, about: About): void {
  res.set({ 'content-type': 'text/event-stream', 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no' })
  res.flushHeaders()
  res.write('retry: 2000\n\n')

  // Two signals at once may both find the session ended; a write after the end would bring the process down.
  const write = (text: string) => res.writableEnded || res.write(text)
  const say = (event: 'refresh' | 'ended') => write(`event: ${event}\ndata:\n\n`)
  const end = () => {
    say('ended')
    res.end()
  }
  const check = async () => {
    const holds = await authenticateAgain(ctx, actor).catch(() => true)
    if (!holds) end()
    else write(':\n\n')
  }
  const stop = ctx.live.listen((signal) => {
    if ('stopping' in signal) res.end()
    else if ('ended_session_of' in signal) {
      if (signal.ended_session_of === actor.id) void check()
    } else if ('news_for' in signal) {
      if (bringsNews(signal, actor, about)) say('refresh')
    } else if ('ticket_id' in signal && concerns(signal, actor, about)) say('refresh')
  })
  const beat = setInterval(check, heartbeat)
  res.on('close', () => {
    clearInterval(beat)
    stop()
  })
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
