import type { RequestHandler } from 'express'
import helmet from 'helmet'
import type { Config } from '#config'

export function securityHeaders(config: Config): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: config.server.secure,
    xFrameOptions: { action: 'deny' },
    // A page's address may hold a one-time code; it must not travel to anybody else.
    referrerPolicy: { policy: 'same-origin' },
  })
}
