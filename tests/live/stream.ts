import { randomInt } from 'node:crypto'
import { afterAll } from 'vitest'
import type { Member } from '../support/people.ts'
import type { World } from '../support/world.ts'

const streams = new Set<AbortController>()

/** What an EventSource would dispatch: the names of the events of one live stream, in their order. */
export interface Stream {
  status: number
  /** The next event; undefined once the server has ended the stream. */
  next(): Promise<string | undefined>
  /** Everything from here to the server's end of it. */
  rest(): Promise<string[]>
  /** Everything that came over the line, byte for byte. */
  raw(): string
  /** Goes away, and waits until the server has seen it. */
  close(): Promise<void>
}

/** Opens `/live`, for what happens from now on, as a page does (cookie) or a third party (token). */
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

/** Waits until everything published so far has arrived: on PostgreSQL it goes by way of the server. */
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

/** Hangs up what the file's tests left open; to be called while the file is read. */
export const hangUpAfterwards = () =>
  afterAll(() => {
    for (const stream of streams) stream.abort()
    streams.clear()
  })
