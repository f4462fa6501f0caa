import type { TokenScope } from '#platform/identity/actor.ts'

const lines = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => line.trim())

/** GET routes with another scope than `read`, and the other routes that accept a token. */
export const routesOfScope: Record<Exclude<TokenScope, 'read'>, string[]> = {
  tickets: lines(`
    POST /tickets
    POST /tickets/for-customer
    PATCH /tickets/:id
    POST /tickets/:id/messages
    POST /tickets/:id/claim
    POST /tickets/:id/release
    POST /tickets/:id/closure
    POST /tickets/:id/reopening
    POST /tickets/:id/read-mark
    POST /tickets/:id/notes
    PUT /tickets/:id/assignment
    PUT /tickets/:id/priority
    PUT /tickets/:id/tags
    POST /tickets/:id/participants
    DELETE /tickets/:id/participants/:account
    POST /saved-views
    PATCH /saved-views/:id
    DELETE /saved-views/:id`),
  door: lines(`
    GET /events/:id/doors
    POST /events/:id/doors
    DELETE /doors/:id
    PUT /bookings/:id/payment
    POST /doors/:id/scans
    POST /doors/:id/admissions
    GET /doors/:id/counts
    GET /doors/:id/people
    GET /doors/:id/bundle
    POST /doors/:id/reconciliation
    GET /events/:id/admissions
    POST /admissions/:id/undo`),
  admin: lines(`
    GET /admin/accounts
    GET /admin/accounts/:id
    DELETE /admin/accounts/:id/picture
    POST /admin/accounts/:id/suspension
    POST /admin/accounts/:id/reinstatement
    GET /admin/invitations
    GET /admin/failed-logins
    GET /admin/refused-attempts
    GET /admin/settings
    PUT /admin/settings/logo
    DELETE /admin/settings/logo
    POST /admin/settings/test-mail
    GET /admin/audit
    GET /admin/jobs
    POST /admin/jobs/retry
    POST /admin/jobs/discard
    POST /admin/jobs/:id/retry
    POST /admin/jobs/:id/discard
    GET /admin/reports`),
}

/** GET routes that need a session: about logins, and other things that give access to the account or an event. */
export const readBySessionAlone = lines(`
  GET /me/sessions
  GET /sessions/current
  GET /me/data
  GET /me/two-factor
  GET /me/passkeys
  GET /me/api-tokens
  GET /me/calendar-feed
  GET /passes
  GET /passes/:id`)
