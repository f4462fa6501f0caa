import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http'
import { DomainError } from '#errors'
import { minute } from '#lib/durations.ts'

// Importing node:http reads all of its names, which loads everything that Node has for fetch.
const { createServer } = process.getBuiltinModule('node:http')

/** How long a client may take, in milliseconds. */
export interface Patience {
  /** For the headers, from when the connection is opened or from their first byte. */
  headers: number
  /** Between two chunks of a body. */
  silence: number
  /** For the whole body of a form or JSON. */
  body: number
  /** For the whole body with a file: see `allowUpload`. */
  upload: number
  /** For reading the next chunk of a response. */
  stall: number
  /** Until the next request on the same connection. */
  keepAlive: number
  /** How often the first of these is checked. */
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

/** Proxies keep connections open for up to two minutes; a form must not be sent into one that is being closed. */
export const keepAliveBehindProxy = 125_000

/** Each takes some ten kilobytes; further ones are closed at once. */
const mostConnections = 10_000
const mostHeaders = 100

/** A server that slow clients cannot exhaust: a request that takes too long is answered with 408 and disconnected. */
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

/** Allows a body the time of a file; called once the handler knows who sends it. */
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

/** Rejects if a body does not arrive in time, so that its reader reports it like other errors. */
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
