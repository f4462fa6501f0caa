import type { Response } from 'express'
import { authenticateAgain } from '../accounts/sessions.ts'
import type { Actor } from '../actor.ts'
import type { Context } from '../context.ts'
import type { Signal } from './live.ts'

const heartbeat = 25_000

/**
 * An event stream (WHATWG server-sent events) that says "refresh" when something the actor may see has
 * changed, and "ended" when the session has. It carries nothing else.
 *
 * @param ticketId only this ticket, or every ticket the actor may see
 */
export function openStream(ctx: Context, actor: Actor, res: Response, ticketId: number | undefined): void {
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
    } else if ('ticket_id' in signal && concerns(signal, actor, ticketId)) say('refresh')
  })
  const beat = setInterval(check, heartbeat)
  res.on('close', () => {
    clearInterval(beat)
    stop()
  })
}

function concerns(signal: Extract<Signal, { ticket_id: number }>, actor: Actor, ticketId: number | undefined): boolean {
  if (signal.desk_only && (!actor.is_staff || signal.customer_id === actor.id)) return false
  if (ticketId !== undefined) return signal.ticket_id === ticketId
  return actor.is_staff || signal.customer_id === actor.id
}
