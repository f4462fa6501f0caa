import type { RequestHandler } from 'express'
import type { Config } from '#config'
import { forbidden } from '#errors'

/**
 * Leads what came over plain http to the same address over HTTPS. Only a trusted proxy can tell which it
 * was, so without TRUST_PROXY nothing is led anywhere: it would go round in circles.
 */
export function httpsOnly({ server, production }: Config): RequestHandler {
  const active = production && server.secure && server.trustProxy !== false
  return (req, res, next) => {
    if (!active || req.secure) return next()
    if (req.method === 'GET' || req.method === 'HEAD') return res.redirect(308, `${server.origin}${req.originalUrl}`)
    next(forbidden('https_only', 'Send this over HTTPS.'))
  }
}
