import { randomUUID } from 'node:crypto'
import type { Request, RequestHandler, Response } from 'express'
import type { Context } from '#context'
import { addressOf } from './client.ts'
import type { Metrics } from './metrics.ts'

/** Paths that programs poll every few seconds: logged only at debug level. */
const isRoutine = (path: string) =>
  /^\/(healthz|readyz|metrics|sw\.js|manifest\.webmanifest)$|^\/(assets|profile-icons|files)\//.test(path)

/** Gives each request an id; logs one line and records one metric when it is done. */
export function requestLog(ctx: Context, metrics: Metrics): RequestHandler {
  return (req, res, next) => {
    const started = performance.now()
    res.locals.request_id = randomUUID()
    res.set('x-request-id', res.locals.request_id)
    res.on('close', () => {
      const ms = performance.now() - started
      const about = { ...describe(req, res), ms: Math.round(ms * 10) / 10 }
      // An event stream lasts as long as the page is open: its duration is no response time, and closing it is no
      // error.
      if (isStream(res)) return void ctx.log.info({ ...about, status: res.statusCode }, 'stream ended')
      const status = res.writableFinished ? res.statusCode : 499
      metrics.observe(req.method, res.locals.route ?? 'other', status, ms / 1000)
      ctx.log[isRoutine(about.path) && status < 500 ? 'debug' : 'info']({ ...about, status }, 'request')
    })
    next()
  }
}

const isStream = (res: Response) =>
  res.headersSent && String(res.getHeader('content-type')).startsWith('text/event-stream')

/**
 * Paths that contain a secret, of an invitation by mail and of a calendar feed, or a username, which the log would keep
 * after an erasure. Routes are not case-sensitive.
 */
const secret = /^(\/(?:(?:api\/v1\/)?people|invitations|calendar)\/)[^/]+/i

/** The request and its actor for the log: only ids, no names. Never the query: it may contain a code. */
export const describe = (req: Request, res: Response) => ({
  request_id: res.locals.request_id as string,
  method: req.method,
  path: req.originalUrl.split('?', 1)[0]?.replace(secret, '$1…') as string,
  address: addressOf(req),
  account_id: (res.locals.actor?.id ?? null) as number | null,
  ...(res.locals.actor?.via?.kind === 'token' && { token_id: res.locals.actor.via.id as number }),
})
