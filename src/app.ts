import express, { type Express, Router } from 'express'
import type { Context } from '#context'
import { classicRouter } from '#desk/classic/router.ts'
import { errorModel, layoutModel } from '#desk/home/layout-model.ts'
import { homePages } from '#desk/home/pages.ts'
import { reportsApi } from '#desk/reports/api.ts'
import { reportsPages } from '#desk/reports/pages.ts'
import { ticketListApi } from '#desk/ticket-lists/api.ts'
import { ticketListPages } from '#desk/ticket-lists/pages.ts'
import { personPages } from '#desk/ticket-lists/person-pages.ts'
import { ticketApi } from '#desk/tickets/api.ts'
import { editPages } from '#desk/tickets/edit-pages.ts'
import { historyApi } from '#desk/tickets/history-api.ts'
import { historyPages } from '#desk/tickets/history-pages.ts'
import { oneTicket } from '#desk/tickets/live.ts'
import { outreachApi } from '#desk/tickets/outreach-api.ts'
import { outreachPages } from '#desk/tickets/outreach-pages.ts'
import { ticketPages } from '#desk/tickets/pages.ts'
import { participantApi } from '#desk/tickets/participant-api.ts'
import { participantPages } from '#desk/tickets/participant-pages.ts'
import { everyTicket } from '#desk/tickets/visibility.ts'
import { workApi } from '#desk/tickets/work-api.ts'
import { workPages } from '#desk/tickets/work-pages.ts'
import { doorsOfEvent } from '#events/door/live.ts'
import { oneEvent } from '#events/events/live.ts'
import { everyEvent } from '#events/events/visibility.ts'
import { passKeys } from '#events/passes/well-known.ts'
import { eventsApi, eventsPages } from '#events/routes.ts'
import { profilePictures } from '#people/accounts/pictures.ts'
import { adminApi } from '#people/admin/api.ts'
import { adminPages } from '#people/admin/pages.ts'
import { peopleApi } from '#people/api.ts'
import { oneConversation } from '#people/conversations/live.ts'
import { linkApi } from '#people/email-links/api.ts'
import { loginPageCarrying } from '#people/login/login-pages.ts'
import { accountPages } from '#people/pages.ts'
import { passkeyApi } from '#people/passkeys/api.ts'
import { privacyApi } from '#people/privacy/api.ts'
import { accountApi } from '#people/profile/api.ts'
import { reauthenticationApi } from '#people/reauthentication/api.ts'
import { confirmation } from '#people/reauthentication/pages.ts'
import { twoFactorApi } from '#people/second-factor/api.ts'
import { sessionApi } from '#people/sessions/api.ts'
import { authenticate, endReplaced } from '#people/sessions/sessions.ts'
import { accountOfToken } from '#people/sessions/tokens.ts'
import { auditApi } from '#platform/audit/api.ts'
import { auditPages } from '#platform/audit/pages.ts'
import { requestTimeouts, withTimeouts } from '#platform/db/timeouts.ts'
import { keepForm, placePattern } from '#platform/drafts/drafts.ts'
import { draftPages } from '#platform/drafts/pages.ts'
import { fileApi, filePages } from '#platform/files/routes.ts'
import { apiErrors, apiRouter } from '#platform/http/api-router.ts'
import { assets } from '#platform/http/assets.ts'
import { health } from '#platform/http/health.ts'
import { httpsOnly } from '#platform/http/https-only.ts'
import { createMetrics } from '#platform/http/metrics.ts'
import { oneHost } from '#platform/http/one-host.ts'
import { createRequestLimits, enterPage, enterRequest } from '#platform/http/request-limit.ts'
import { requestLog } from '#platform/http/request-log.ts'
import type { Route } from '#platform/http/route.ts'
import { securityHeaders } from '#platform/http/security-headers.ts'
import { platformFigures } from '#platform/installation/figures.ts'
import { jobApi } from '#platform/job-admin/api.ts'
import { jobFigures } from '#platform/job-admin/figures.ts'
import { jobPages } from '#platform/job-admin/pages.ts'
import { liveRoutes } from '#platform/live/routes.ts'
import { mailPages } from '#platform/mail/pages.ts'
import { notificationApi } from '#platform/notifications/api.ts'
import { notificationPages } from '#platform/notifications/pages.ts'
import { nearestPage } from '#platform/pages/nearest-page.ts'
import { errorPages, pageRouter } from '#platform/pages/router.ts'
import { referenceOf } from '#platform/reference/reference.ts'
import { referenceApi, referencePages } from '#platform/reference/routes.ts'
import { siteFiles } from '#platform/settings/site-files.ts'
import { offlinePage, webApp } from '#platform/settings/web-app.ts'
import { wellKnown } from '#platform/settings/well-known.ts'
import {
  authenticateForApi,
  awaitsSecondStep,
  bringsToken,
  counted,
  standsStill,
  whyRefused,
} from './authentication.ts'
import { features } from './features.ts'

const live = liveRoutes({
  authenticateAgain: standsStill,
  everything: everyTicket,
  subjects: { ticket: oneTicket, event: oneEvent, conversation: oneConversation, door: doorsOfEvent },
  events: everyEvent,
})
const reference = referenceOf(() => apiRoutes)

export const apiRoutes: Route[] = [
  ...accountApi,
  ...peopleApi,
  ...linkApi,
  ...sessionApi,
  ...privacyApi(features.personal),
  ...twoFactorApi,
  ...passkeyApi,
  ...reauthenticationApi,
  ...outreachApi,
  ...ticketApi,
  ...adminApi,
  ...participantApi,
  ...workApi,
  ...ticketListApi,
  ...auditApi,
  ...jobApi,
  ...reportsApi,
  ...notificationApi,
  ...live.api,
  ...historyApi,
  ...fileApi,
  ...eventsApi,
  ...referenceApi(reference),
]
export const pageRoutes: Route[] = [
  ...homePages,
  ...accountPages,
  // Before the routes of single tickets, as `/tickets/next` is not one.
  ...ticketListPages,
  ...outreachPages,
  ...ticketPages,
  ...editPages,
  ...adminPages,
  ...participantPages,
  ...workPages,
  ...personPages,
  ...auditPages,
  ...jobPages,
  ...reportsPages,
  ...notificationPages,
  ...draftPages,
  ...live.pages,
  ...historyPages,
  ...filePages,
  ...eventsPages,
  ...mailPages,
  ...offlinePage,
  ...referencePages(reference),
]

const pageOptions = {
  authenticate,
  awaitsSecondStep,
  endReplaced,
  confirmation,
  unsentForms: {
    accountOf: (ctx: Context, token: string) => accountOfToken(ctx.config, token),
    keep: keepForm,
    loginPage: loginPageCarrying,
    placePattern,
  },
  layoutModel,
  errorModel,
  nearestPage: nearestPage(pageRoutes),
  live: '/live?only=notifications',
}

/** Errors below any `/api` path are JSON, also for a version that does not exist: programs cannot read pages. */
const programs = /^\/api(?=\/(?!docs(\/|$)))/i

export function createApp(ctx: Context): Express {
  const app = express()
  const timeouts = requestTimeouts(ctx.config.database.timeout)
  const metrics = createMetrics([jobFigures(ctx), platformFigures(ctx)], ctx.counters)
  const limits = createRequestLimits(ctx, bringsToken(ctx))
  const known = counted(limits, authenticate)
  const knownToApi = counted(limits, authenticateForApi)
  app.disable('x-powered-by')
  app.set('etag', false)
  app.set('query parser', 'simple')
  app.set('trust proxy', ctx.config.server.trustProxy)

  app.use((_req, res, next) => withTimeouts(timeouts, next, () => !res.headersSent))
  app.use(requestLog(ctx, metrics), securityHeaders(ctx.config), oneHost)
  // A router of its own: Express strips prefixes from the URL with which a router was entered, and `oneHost` changes it.
  const site = Router()
  app.use(site)
  site.use(health(ctx, metrics))
  site.use(httpsOnly(ctx.config))
  site.use(programs, enterRequest(limits))
  site.use('/api/v1', apiRouter(ctx, apiRoutes, { authenticate: knownToApi, whyRefused }))
  site.use(assets())
  site.use(profilePictures())
  site.use(siteFiles(ctx))
  site.use(wellKnown(ctx))
  site.use(passKeys(ctx))
  site.use(webApp(ctx))
  site.use(classicRouter(ctx, { enter: limits.enter, authenticate: known }))
  site.use(enterPage(limits))
  site.use(pageRouter(ctx, pageRoutes, { ...pageOptions, authenticate: known }))
  app.use(programs, apiErrors(ctx))
  app.use(errorPages(ctx, pageOptions))
  return app
}
