import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http'
import { DomainError } from '#errors'
import { minute } from '#lib/durations.ts'

// An import of node:http reads every name in it, and with them loads all that Node has for fetch.
const { createServer } = process.getBuiltinModule('node:http')

/** How long a client may take, in milliseconds. */
export interface Patience {
  /** For the headers, from the first moment of a connection or from their first byte. */
  headers: number
  /** Between two pieces of a body. */
  silence: number
  /** For a form or JSON as a whole. */
  body: number
  /** For a file as a whole: see `allowUpload`. */
  upload: number
  /** For taking the next piece of an answer. */
  stall: number
  /** Until the next request on the same connection. */
  keepAlive: number
  /** How often connections are looked at for the first of these. */
  check: number
}

export const patience: Patience = {
  headers: 10_000,
  silence: 20_000,
  body: 30_000,
  upload: 15 * minute,
  stall: 120_000,
  keepAlive: 10_000,
  check: 1000,
}

/** A proxy keeps connections open for up to two minutes; it must not send a form into one that is just being closed. */
export const keepAliveBehindProxy = 125_000

/** Each takes some ten kilobytes; beyond this many new ones are closed at once. */
const mostConnections = 10_000
const mostHeaders = 100

/** A server that no slow client keeps busy: what takes too long is answered with 408 and hung up on. */
export function createHttpServer(app: RequestListener, times: Partial<Patience> = {}): Server {
  const limits = { ...patience, ...times }
  const options = {
    headersTimeout: limits.headers,
    requestTimeout: limits.upload,
    keepAliveTimeout: limits.keepAlive,
    connectionsCheckingInterval: limits.check,
  }
  const server = createServer(options, (req, res) => {
    if (hasBody(req)) watchBody(req, res, limits)
    app(req, res)
  })
  server.timeout = limits.stall
  server.maxConnections = mostConnections
  server.maxHeadersCount = mostHeaders
  return server
}

export const hasBody = ({ headers }: IncomingMessage) =>
  Number(headers['content-length'] ?? 0) > 0 || headers['transfer-encoding'] !== undefined

const extensions = new WeakMap<IncomingMessage, () => void>()

/** Gives a body the time that a file may take; for a handler that knows by whom it is sent. */
export function allowUpload(req: IncomingMessage): void {
  extensions.get(req)?.()
}

function watchBody(req: IncomingMessage, res: ServerResponse, { silence, body, upload, stall }: Patience): void {
  const refuseUnlessComplete = () => {
    if (!req.complete) refuseSlow(req, res)
  }
  let timer = setTimeout(refuseUnlessComplete, body)
  extensions.set(req, () => {
    clearTimeout(timer)
    timer = setTimeout(refuseUnlessComplete, upload - body)
  })
  req.once('timeout', refuseUnlessComplete).setTimeout(silence)
  const arrived = () => {
    clearTimeout(timer)
    extensions.delete(req)
    req.socket.setTimeout(stall)
  }
  req.once('end', arrived).once('close', () => clearTimeout(timer))
}

const readers = new WeakMap<IncomingMessage, (error: DomainError) => void>()

/** Rejects when a body does not arrive in time: whoever reads it says so as it says what else is wrong. */
export const tooSlow = (req: IncomingMessage) =>
  new Promise<never>((_resolve, reject) => {
    readers.set(req, reject)
  })

const late = 'The request did not arrive in time. Please send it again.'

function refuseSlow(req: IncomingMessage, res: ServerResponse): void {
  if (res.headersSent) return void req.destroy()
  res.setHeader('connection', 'close')
  res.once('finish', () => req.destroy())
  const refuse = readers.get(req)
  if (refuse) refuse(new DomainError('too_slow', 'request_timeout', late))
  else res.writeHead(408, { 'content-type': 'text/plain; charset=utf-8' }).end(`${late}\n`)
}
