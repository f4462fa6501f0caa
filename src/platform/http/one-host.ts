import type { RequestHandler } from 'express'
import { malformed } from '#errors'

/** A name or an address, with or without a port (RFC 9110, section 7.2). */
const wellFormed = /^([\w.-]+|\[[\da-fA-F:.]+\])(:\d{1,5})?$/

/**
 * Refuses requests with an invalid Host header, or with two different hosts: a proxy may use one and this program the
 * other. Node refuses requests without a host.
 */
export const oneHost: RequestHandler = (req, _res, next) => {
  const hosts = req.headersDistinct.host ?? []
  if (hosts.length > 1 || !hosts.every((host) => wellFormed.test(host)))
    return next(malformed('The request must name one host.'))
  const path = pathIn(req.url, hosts[0])
  if (path === null) return next(malformed('The request must ask for an address of this site.'))
  req.url = req.originalUrl = path
  next()
}

/**
 * The path and query of a request's target, which may be in absolute form, with the host (RFC 9112, section 3.2.2).
 *
 * @returns null for another host, and for a fragment, which only browsers use
 */
function pathIn(target: string, host = ''): string | null {
  if (target.includes('#')) return null
  if (!/^[a-z][a-z\d+.-]*:/i.test(target)) return target
  const [, named, path = ''] = /^https?:\/\/([^/?]*)(.*)$/i.exec(target) ?? []
  if (named?.toLowerCase() !== host.toLowerCase()) return null
  return path.startsWith('/') ? path : `/${path}`
}
