import type { RequestHandler } from 'express'
import type { Config } from '#config'
import { forbidden } from '#errors'

/**
 * Redirects plain http to HTTPS. Only a trusted proxy can tell which was used, so nothing is redirected without
 * TRUST_PROXY: it would be an endless loop.
 */
export function httpsOnly({ server, production }: Config): RequestHandler {
  const active = production && server.secure && server.trustProxy !== false
  return (req, res, next) => {
    if (!active || req.secure) return next()
    if (req.method === 'GET' || req.method === 'HEAD') return res.redirect(308, `${server.origin}${req.originalUrl}`)
    next(forbidden('https_only', 'Send this over HTTPS.'))
  }
}
