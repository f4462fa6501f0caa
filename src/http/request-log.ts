import { randomUUID } from 'node:crypto'
import type { RequestHandler } from 'express'
import type { Context } from '../context.ts'
import type { Metrics } from './metrics.ts'

/** Gives each request an id, and one line in the log and one observation when it is over. Never the query: it may hold a code. */
export function requestLog(ctx: Context, metrics: Metrics): RequestHandler {
  return (req, res, next) => {
    const started = performance.now()
    const request_id = randomUUID()
    res.locals.request_id = request_id
    res.set('x-request-id', request_id)
    res.on('close', () => {
      const ms = performance.now() - started
      const status = res.writableFinished ? res.statusCode : 499
      metrics.observe(req.method, res.locals.route ?? 'other', status, ms / 1000)
      ctx.log.info(
        { request_id, method: req.method, path: pathOf(req.originalUrl), status, ms: Math.round(ms * 10) / 10 },
        'request',
      )
    })
    next()
  }
}

const pathOf = (address: string) => address.split('?', 1)[0]
