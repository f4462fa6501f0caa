import type { RequestHandler } from 'express'
import { malformed } from '../errors.ts'

/** A name or an address, with or without a port (RFC 9110, section 7.2). */
const wellFormed = /^([\w.-]+|\[[\da-fA-F:.]+\])(:\d{1,5})?$/

/**
 * Refuses requests that name no host that can be, or two of them: a proxy may go by one and this program by the other.
 * Node refuses what has none.
 */
export const oneHost: RequestHandler = (req, _res, next) => {
  const hosts = req.headersDistinct.host ?? []
  if (hosts.length <= 1 && hosts.every((host) => wellFormed.test(host))) return next()
  next(malformed('The request must name one host.'))
}
