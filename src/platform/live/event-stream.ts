import type { Response } from 'express'

export type EventName = 'refresh' | 'ended' | 'replaced'

/** Bytes that may wait for a client that does not read; each event has about thirty. */
const mostWaiting = 16_384
/** Milliseconds in which a client has to take what is left once a stream has ended. */
const patience = 10_000

export interface EventStream {
  send(event: EventName): void
  /** Nothing a page would notice, to find out whether the client is still there. */
  beat(): void
  /** Ends the stream; of the last event the browser says which it was when it comes back (`Last-Event-ID`). */
  end(last?: EventName): void
}

/** Begins a stream of server-sent events (WHATWG HTML, 9.2). A client that does not read loses its connection. */
export function beginEvents(res: Response): EventStream {
  res.set({ 'content-type': 'text/event-stream', 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no' })
  res.flushHeaders()
  // What the browser came back with would otherwise be sent again after the next break.
  res.write(res.req.get('last-event-id') ? 'retry: 2000\nid\n\n' : 'retry: 2000\n\n')

  // Two signals at once may both find the session ended; a write after the end would bring the process down.
  const write = (text: string) => {
    if (res.writableEnded || res.destroyed) return
    if (res.writableLength > mostWaiting) res.destroy()
    else res.write(text)
  }
  return {
    send: (event) => write(`event: ${event}\ndata:\n\n`),
    beat: () => write(':\n\n'),
    end(last) {
      if (res.writableEnded || res.destroyed) return
      if (last) write(`id: ${last}\nevent: ${last}\ndata:\n\n`)
      const force = setTimeout(() => res.destroy(), patience).unref()
      res.once('close', () => clearTimeout(force))
      res.end()
    },
  }
}
