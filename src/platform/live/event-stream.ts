import type { Response } from 'express'

export type EventName = 'refresh' | 'ended' | 'replaced'

/** Buffered bytes for a client that does not read; each event has about thirty. */
const mostWaiting = 16_384
/** Milliseconds for a client to read the rest once a stream has ended. */
const patience = 10_000

export interface EventStream {
  send(event: EventName): void
  /** Sends a comment, which pages ignore, to find out whether the client is still connected. */
  beat(): void
  /** Ends the stream; on reconnection the browser sends the id of the last event (`Last-Event-ID`). */
  end(last?: EventName): void
}

/** Begins a stream of server-sent events (WHATWG HTML, 9.2). A client that does not read is disconnected. */
export function beginEvents(res: Response): EventStream {
  res.set({ 'content-type': 'text/event-stream', 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no' })
  res.flushHeaders()
  // Clears the browser's last event id, which it would send again after the next disconnection.
  res.write(res.req.get('last-event-id') ? 'retry: 2000\nid\n\n' : 'retry: 2000\n\n')

  // Two concurrent signals may both end the session; a write after the end would crash the process.
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
