import { constants } from 'node:zlib'
import compression from 'compression'
import express, { type Express, type Request } from 'express'
import { accountApi } from './accounts/api.ts'
import { linkApi } from './accounts/link-api.ts'
import { accountPages } from './accounts/pages.ts'
import { passkeyApi } from './accounts/passkeys/api.ts'
import { profilePictures } from './accounts/pictures.ts'
import { reauthenticationApi } from './accounts/reauthentication/api.ts'
import { confirmation } from './accounts/reauthentication/pages.ts'
import { authenticate, endReplaced } from './accounts/sessions.ts'
import { sessionIdOf } from './accounts/tokens.ts'
import { twoFactorApi } from './accounts/two-factor/api.ts'
import { adminApi } from './admin/api.ts'
import { adminPages } from './admin/pages.ts'
import { auditApi } from './audit/api.ts'
import { auditPages } from './audit/pages.ts'
import { classicDoor } from './classic/door.ts'
import type { Context } from './context.ts'
import { requestTimeouts, withTimeouts } from './db/timeouts.ts'
import { homePages } from './home/pages.ts'
import { errorModel, shell } from './home/shell.ts'
import { apiDoor, apiErrors } from './http/api-door.ts'
import { assets } from './http/assets.ts'
import { readSessionToken } from './http/cookies.ts'
import { health } from './http/health.ts'
import { httpsOnly } from './http/https-only.ts'
import { createMetrics } from './http/metrics.ts'
import { oneHost } from './http/one-host.ts'
import { errorPages, pageDoor } from './http/page-door.ts'
import { createRequestLimits, enterPage, enterRequest } from './http/request-limit.ts'
import { requestLog } from './http/request-log.ts'
import type { Route } from './http/route.ts'
import { securityHeaders } from './http/security-headers.ts'
import { jobApi } from './jobs/api.ts'
import { jobFigures } from './jobs/figures.ts'
import { jobPages } from './jobs/pages.ts'
import { liveApi, livePages } from './live/routes.ts'
import { mailPages } from './mail/pages.ts'
import { notificationApi } from './notifications/api.ts'
import { notificationPages } from './notifications/pages.ts'
import { numbersApi } from './numbers/api.ts'
import { numbersPages } from './numbers/pages.ts'
import { platformFigures } from './platform-figures.ts'
import { referenceOf } from './reference/reference.ts'
import { referenceApi, referencePages } from './reference/routes.ts'
import { searchApi } from './search/api.ts'
import { searchPages } from './search/pages.ts'
import { siteFiles } from './settings/site-files.ts'
import { wellKnown } from './settings/well-known.ts'
import { ticketApi } from './tickets/api.ts'
import { editPages } from './tickets/edit-pages.ts'
import { ticketPages } from './tickets/pages.ts'
import { workApi } from './tickets/work-api.ts'
import { workPages } from './tickets/work-pages.ts'

const reference = referenceOf(() => apiRoutes)

export const apiRoutes: Route[] = [
  ...accountApi,
  ...linkApi,
  ...twoFactorApi,
  ...passkeyApi,
  ...reauthenticationApi,
  ...ticketApi,
  ...adminApi,
  ...workApi,
  ...searchApi,
  ...auditApi,
  ...jobApi,
  ...numbersApi,
  ...notificationApi,
  ...liveApi,
  ...referenceApi(reference),
]
export const pageRoutes: Route[] = [
  ...homePages,
  ...accountPages,
  ...ticketPages,
  ...editPages,
  ...adminPages,
  ...workPages,
  ...searchPages,
  ...auditPages,
  ...jobPages,
  ...numbersPages,
  ...notificationPages,
  ...livePages,
  ...mailPages,
  ...referencePages(reference),
]

const pageHouse = { authenticate, endReplaced, confirmation, shell, errorModel, live: '/live?only=news' }

/** A page is far smaller than the 4 MB that Brotli would keep in view, and allocate for each answer, by itself. */
const smallWindows = {
  brotli: { params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_LGWIN]: 16 } },
}

/** Whether the token of a request was signed here; whether its session stands is not looked at. */
const bringsToken = (ctx: Context) => (req: Request) => {
  const token = readSessionToken(ctx.config, req) ?? /^Bearer +(\S+)$/i.exec(req.get('authorization') ?? '')?.[1]
  return token !== undefined && sessionIdOf(ctx.config, token, ctx.clock.now()) !== null
}

export function createApp(ctx: Context): Express {
  const app = express()
  const timeouts = requestTimeouts(ctx.config.database.timeout)
  const metrics = createMetrics([jobFigures(ctx), platformFigures(ctx)], ctx.counters)
  const limits = createRequestLimits(ctx, bringsToken(ctx))
  const known = async (ctx: Context, token: string) => {
    const actor = await authenticate(ctx, token)
    limits.settle(ctx.client, actor)
    return actor
  }
  app.disable('x-powered-by')
  app.set('etag', false)
  app.set('query parser', 'simple')
  app.set('trust proxy', ctx.config.server.trustProxy)

  app.use((_req, res, next) => withTimeouts(timeouts, next, () => !res.headersSent))
  app.use(requestLog(ctx, metrics))
  app.use(securityHeaders(ctx.config))
  app.use(oneHost)
  app.use(health(ctx, metrics))
  app.use(httpsOnly(ctx.config))
  app.use(assets())
  app.use(profilePictures())
  app.use(siteFiles(ctx))
  app.use(wellKnown(ctx))
  app.use(compression(smallWindows))
  app.use('/api/v1', enterRequest(limits), apiDoor(ctx, apiRoutes, { authenticate: known }))
  app.use(classicDoor(ctx, { enter: limits.enter, authenticate: known }))
  app.use(enterPage(limits))
  app.use(pageDoor(ctx, pageRoutes, { ...pageHouse, authenticate: known }))
  app.use('/api/v1', apiErrors(ctx))
  app.use(errorPages(ctx, pageHouse))
  return app
}
