import { randomInt } from 'node:crypto'
import { afterAll } from 'vitest'
import type { Member } from '../support/people.ts'
import type { World } from '../support/world.ts'

const streams = new Set<AbortController>()

/** The names of a live stream's events, in order, as an EventSource would dispatch them. */
export interface Stream {
  status: number
  /** The next event; undefined once the server has ended the stream. */
  next(): Promise<string | undefined>
  /** All events until the server ends the stream. */
  rest(): Promise<string[]>
  /** Everything received, unparsed. */
  raw(): string
  /** Disconnects, and waits until the server has noticed. */
  close(): Promise<void>
}

/** Opens `/live`, as a page does (with a cookie) or a program (with a token). */
export async function openLive(
  world: World,
  member: Member,
  query = '',
  router: 'page' | 'api' = 'page',
  more: Record<string, string> = {},
): Promise<Stream> {
  await signalsArrived(world)
  const abort = new AbortController()
  streams.add(abort)
  const own = router === 'page' ? { cookie: `session=${member.token}` } : { authorization: `Bearer ${member.token}` }
  const headers = { accept: 'text/event-stream', ...own, ...more }
  const path = router === 'page' ? '/live' : '/api/v1/live'
  const answer = await fetch(`${world.url}${path}${query}`, { headers, signal: abort.signal, redirect: 'manual' })
  let raw = ''
  const events = eventsOf(answer, (text) => {
    raw += text
  })
  const next = async () => (await events.next()).value as string | undefined
  return {
    status: answer.status,
    next,
    rest: async () => {
      const all = []
      for (let event = await next(); event; event = await next()) all.push(event)
      return all
    },
    raw: () => raw,
    close: async () => {
      abort.abort()
      await signalsArrived(world)
    },
  }
}

async function* eventsOf(answer: Response, see: (text: string) => void): AsyncGenerator<string> {
  let waiting = ''
  for await (const text of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    see(text)
    const blocks = (waiting + text).split('\n\n')
    waiting = blocks.pop() ?? ''
    for (const block of blocks) {
      const name = /^event: (.*)$/m.exec(block)?.[1]
      if (name) yield name
    }
  }
}

/** Waits until everything published so far has arrived: on PostgreSQL through the server. */
export function signalsArrived({ ctx }: World): Promise<void> {
  const mark = `mark:${randomInt(2 ** 31)}`
  return new Promise((resolve) => {
    const stop = ctx.live.subscribe((topics) => {
      if (!topics.includes(mark)) return
      stop()
      resolve()
    })
    ctx.live.send([mark])
  })
}

/** Closes the streams that the file's tests left open. Call it at the top of a file. */
export const hangUpAfterwards = () =>
  afterAll(() => {
    for (const stream of streams) stream.abort()
    streams.clear()
  })
