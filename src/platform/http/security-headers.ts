import type { RequestHandler, Response } from 'express'
import helmet from 'helmet'
import type { Config } from '#config'

/** For the file of a worker: only there WebAssembly, which reads codes, may be compiled. */
export const workerPolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"

const features = (camera: string) => `camera=${camera}, display-capture=(), geolocation=(), microphone=()`

/** For a page that uses the camera; no other may. */
export const allowCamera = (res: Response) => res.set('permissions-policy', features('(self)'))

export function securityHeaders(config: Config): RequestHandler {
  const others = helmet({
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
    // A page's address may contain a one-time code, which must not be sent to other sites.
    referrerPolicy: { policy: 'same-origin' },
  })
  return (req, res, next) => {
    res.set('permissions-policy', features('()'))
    others(req, res, next)
  }
}
