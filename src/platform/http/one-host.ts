import type { RequestHandler } from 'express'
import { malformed } from '#errors'

/** A name or an address, with or without a port (RFC 9110, section 7.2). */
const wellFormed = /^([\w.-]+|\[[\da-fA-F:.]+\])(:\d{1,5})?$/

/**
 * Refuses requests that name no host that can be, or two of them: a proxy may go by one and this program by the other.
 * Node refuses what has none.
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
 * What a request asks for, from its first slash on. It may be written with the host that it was sent to (absolute-form,
 * RFC 9112, section 3.2.2).
 *
 * @returns null for another host, and for a fragment, which belongs to the browser
 */
function pathIn(target: string, host = ''): string | null {
  if (target.includes('#')) return null
  if (!/^[a-z][a-z\d+.-]*:/i.test(target)) return target
  const [, named, path = ''] = /^https?:\/\/([^/?]*)(.*)$/i.exec(target) ?? []
  if (named?.toLowerCase() !== host.toLowerCase()) return null
  return path.startsWith('/') ? path : `/${path}`
}
