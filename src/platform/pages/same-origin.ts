import type { Request, RequestHandler } from 'express'
import type { Config } from '#config'
import { forbidden } from '#errors'

const safe = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses cross-site requests with our cookie. Browsers send `Sec-Fetch-Site`, older ones and plain http `Origin`; a
 * client that sends neither is no browser and has no cookie of ours.
 */
export function sameOrigin(config: Config): RequestHandler {
  return (req, _res, next) => {
    if (safe.has(req.method) || comesFromUs(config, req)) return next()
    next(forbidden('cross_origin', 'This form was sent from another site. Open the page here and send it again.'))
  }
}

function comesFromUs(config: Config, req: Request): boolean {
  const site = req.get('sec-fetch-site')
  if (site) return site === 'same-origin' || site === 'none'
  const origin = req.get('origin')
  if (!origin) return true
  return origin === config.server.origin || origin === `${req.protocol}://${req.get('host')}`
}
