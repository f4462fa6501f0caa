import type { Response } from 'express'
import type { Context } from '#context'
import type { Actor } from '#platform/identity/actor.ts'
import { beginEvents } from './event-stream.ts'
import { stopping, type Topic } from './live.ts'
import { takePlace } from './places.ts'
import { accountTopic, sessionsTopic } from './publish.ts'

const heartbeat = 25_000

/** Whether a page must reload when this topic changes. */
export type Subscription = (topic: Topic) => boolean

/** Whether the session is still valid and the account's rights are unchanged. */
export type AuthenticateAgain = (ctx: Context, actor: Actor) => Promise<boolean>

export interface StreamOptions {
  /** The topics of the page's subject; the actor's own notifications are always included. */
  about: Subscription
  authenticateAgain: AuthenticateAgain
}

/**
 * Sends "refresh" when something that the actor may see has changed, and finally "ended" when the session has ended, or
 * "replaced" when the account has opened too many other streams. It carries no data. Topics that were published
 * together are one "refresh".
 */
export function openStream(
  ctx: Context,
  actor: Actor,
  res: Response,
  { about, authenticateAgain }: StreamOptions,
): void {
  // The client disconnected while the session was checked: the close event will not come again.
  if (res.destroyed) return
  // The browser does not reconnect after this; the page's script does when the page becomes visible again.
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
  const [sessions, account] = [sessionsTopic(actor.id), accountTopic(actor.id)]
  const stop = ctx.live.subscribe((topics) => {
    if (topics.includes(stopping)) stream.end()
    if (topics.includes(sessions)) void check()
    if (topics.some((topic) => topic === account || about(topic))) stream.send('refresh')
  })
  const beat = setInterval(check, heartbeat)
  res.on('close', () => {
    clearInterval(beat)
    stop()
    freePlace()
  })
}

/** For a page whose session has ended or lacks its second step: the page then reloads and is redirected. */
export function sendEnded(res: Response): void {
  if (res.req.get('last-event-id') === 'ended') res.status(204).end()
  else beginEvents(res).end('ended')
}
