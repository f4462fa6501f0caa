import type { Response } from 'express'
import type { Context } from '#context'
import type { Actor } from '#platform/identity/actor.ts'
import { beginEvents } from './event-stream.ts'
import { stopping, type Topic } from './live.ts'
import { takePlace } from './places.ts'
import { accountTopic, sessionsTopic } from './publish.ts'

const heartbeat = 25_000

/** Whether a page that shows something of this topic is to look again. */
export type Subscription = (topic: Topic) => boolean

/** Whether the session still stands and its account still is what it was. */
export type AuthenticateAgain = (ctx: Context, actor: Actor) => Promise<boolean>

export interface StreamOptions {
  /** What the page shows beside the actor's own notifications, of which every stream tells. */
  about: Subscription
  authenticateAgain: AuthenticateAgain
}

/**
 * Says "refresh" when something the actor may see has changed, and at the end "ended" when the session has, or
 * "replaced" when the account has opened too many others. It carries nothing else.
 * Topics that were published together are one "refresh".
 */
export function openStream(
  ctx: Context,
  actor: Actor,
  res: Response,
  { about, authenticateAgain }: StreamOptions,
): void {
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

/** For a page whose session has ended, or whose second step is still due: the page then looks where it is led. */
export function sendEnded(res: Response): void {
  if (res.req.get('last-event-id') === 'ended') res.status(204).end()
  else beginEvents(res).end('ended')
}
