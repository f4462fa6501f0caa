/**
 * Who gets what from every address of the program. `owner` is the customer whose ticket `:id` is, `other` another customer,
 * `ended` the owner with the token of a session that was ended. The classic contract keeps its 403 for what may not be seen.
 *
 * home, login, out, done: a redirect to the home page, to the login page, to the login page after logging out, to where the deed shows.
 */
export const table = `
door    method path                         nobody owner other assistant admin ended
page    GET    /                            200    home  home  home      home  200
page    GET    /home                        login  200   200   200       200   login
page    GET    /login                       200    home  home  home      home  200
page    POST   /login                       home   home  home  home      home  home
page    GET    /login/second-step           login  home  home  home      home  out
page    POST   /login/second-step           login  home  home  home      home  out
page    POST   /login/second-step/passkey   login  home  home  home      home  out
page    POST   /login/second-step/passkey/options login  home  home  home      home  out
page    POST   /login/passkey               home   home  home  home      home  home
page    POST   /login/passkey/options       200    200   200   200       200   200
page    GET    /register                    200    home  home  home      home  200
page    POST   /register                    home   home  home  home      home  home
page    GET    /setup                       404    404   404   404       404   404
page    POST   /setup                       404    404   404   404       404   404
page    GET    /forgot                     200 200 200 200 200 200
page    POST   /forgot                     out out out out out out
page    GET    /reset                      200 200 200 200 200 200
page    POST   /reset                      out out out out out out
page    GET    /verify                     200 200 200 200 200 200
page    POST   /verify                     out out done done done out
page    GET    /verify/again               200 200 200 200 200 200
page    POST   /verify/again               out out out out out out
page    GET    /dev/mail                   200 200 200 200 200 200
page    GET    /logout                      login  200   200   200       200   login
page    POST   /logout                      login  out   out   out       out   login
page    GET    /accounts/:id                login  200   200   200       200   login
page    GET    /people/:username            login  200   200   200       200   login
page    GET    /profile                     login  200   200   200       200   login
page    POST   /profile                     login  done  done  done      done  login
page    POST   /profile/picture             login  done  done  done      done  login
page    POST   /profile/picture/removal     login  done  done  done      done  login
page    GET    /files/:picture              404    200   200   200       200   404
page    GET    /files/:picture/small        404    200   200   200       200   404
page    POST   /profile/email               login  done  done  done      done  login
page    POST   /profile/password            login  done  done  done      done  login
page    POST   /profile/verification       login done done done done login
page    GET    /profile/sessions           login 200 200 200 200 login
page    POST   /profile/sessions/:handle/end login out 404 404 404 login
page    POST   /profile/sessions/end-others login done done done done login
page    GET    /profile/data               login 200 200 200 200 login
page    GET    /profile/deletion           login 200 200 200 200 login
page    POST   /profile/deletion           login out out out out login
page    GET    /profile/two-factor          login  200   200   200       200   login
page    POST   /profile/two-factor/enrolment login  done  done  done      done  login
page    POST   /profile/two-factor/confirmation login  200   200   200       200   login
page    POST   /profile/two-factor/recovery-codes login  200   200   200       200   login
page    POST   /profile/two-factor/deletion login  done  done  done      done  login
page    GET    /profile/passkeys            login  200   200   200       200   login
page    POST   /profile/passkeys            login  done  done  done      done  login
page    POST   /profile/passkeys/options    login  200   200   200       200   login
page    POST   /reauthentication/passkey/options login  200   200   200       200   login
page    POST   /profile/passkeys/:passkey/removal login  done  404   404       404   login
page    GET    /tickets                     login  200   200   200       200   login
page    GET    /tickets/next                login  403   403   done      done  login
page    POST   /tickets                     login  done  done  403       403   login
page    POST   /drafts                     login  200   200   200       200   login
page    POST   /saved-views                login  done  done  done      done  login
page    POST   /saved-views/:id            login  done  404   404       404   login
page    POST   /saved-views/:id/removal    login  done  404   404       404   login
page    GET    /tickets/new                 login  200   200   403       403   login
page    GET    /tickets/:id                 login  200   404   200       200   login
page    GET    /tickets/:id/edit            login  200   404   403       403   login
page    POST   /tickets/:id/edit            login  done  404   403       403   login
page    GET    /tickets/:id/edits           login  200   404   200       200   login
page    POST   /tickets/:id/messages        login  done  404   done      done  login
page    POST   /tickets/:id/claim           login  403   403   done      done  login
page    POST   /tickets/:id/release         login  403   403   done      done  login
page    POST   /tickets/:id/closure         login  done  404   done      done  login
page    POST   /tickets/:id/reopening       login  done  404   done      done  login
page    GET    /admin                       login  403   403   403       200   login
page    POST   /admin/first-steps/removal  login  403   403   403       home  login
page    GET    /admin/accounts              login  403   403   403       200   login
page    GET    /admin/failed-logins         login  403   403   403       200   login
page    GET    /admin/accounts/:id          login  403   403   403       200   login
page    POST   /admin/accounts/:id          login  403   403   403       done  login
page    POST   /admin/accounts/:id/type     login  403   403   403       done  login
page    GET    /admin/accounts/:id/suspension login  403   403   403       200   login
page    POST   /admin/accounts/:id/suspension login  403   403   403       done  login
page    POST   /admin/accounts/:id/reinstatement login  403   403   403       done  login
page    POST   /admin/accounts/:id/sessions/end login  403   403   403       done  login
page    POST   /admin/accounts/:id/email-confirmation login  403   403   403       done  login
page    POST   /admin/accounts/:id/two-factor-reset login  403   403   403       done  login
page    POST   /admin/accounts/:id/reset-link login  403   403   403       200   login
page    POST   /admin/accounts/:id/confirmation-link login  403   403   403       200   login
page    GET    /admin/accounts/:id/deletion login  403   403   403       200   login
page    POST   /admin/accounts/:id/deletion login  403   403   403       done  login
page    GET    /admin/settings              login  403   403   403       200   login
page    POST   /admin/settings              login  403   403   403       done  login
page    POST   /admin/settings/logo         login  403   403   403       done  login
page    POST   /admin/settings/logo/removal login  403   403   403       done  login
page    POST   /admin/settings/test-mail    login  403   403   403       done  login
page    POST   /tickets/:id/notes          login 403 403 done done login
page    POST   /tickets/:id/assignment     login 403 403 done done login
page    POST   /tickets/:id/priority       login 403 403 done done login
page    POST   /tickets/:id/tags           login 403 403 done done login
page    GET    /notifications              login 200 200 200 200 login
page    GET    /notifications/count        login 200 200 200 200 login
page    POST   /notifications/read         login done done done done login
page    POST   /notifications/:id/read     login done 404 404 404 login
page    POST   /notifications/:id/unread   login done 404 404 404 login
page    GET    /notifications/choices      login 200 200 200 200 login
page    POST   /notifications/choices      login done done done done login
page    GET    /admin/audit                login  403   403   403       200   login
page    GET    /admin/audit.csv            login  403   403   403       200   login
page    GET    /admin/jobs                 login  403   403   403       200   login
page    POST   /admin/jobs/retry           login  403   403   403       done  login
page    POST   /admin/jobs/:id/retry       login  403   403   403       done  login
page    GET    /admin/jobs/discard         login  403   403   403       200   login
page    POST   /admin/jobs/discard         login  403   403   403       done  login
page    GET    /admin/jobs/:id/discard     login  403   403   403       200   login
page    POST   /admin/jobs/:id/discard     login  403   403   403       done  login
page    GET    /admin/reports              login  403   403   403       200   login
page    GET    /admin/reports/days.csv     login  403   403   403       200   login
page    GET    /admin/reports/medians.csv  login  403   403   403       200   login
page    GET    /admin/reports/open.csv     login  403   403   403       200   login
page    GET    /admin/reports/assistants.csv login  403   403   403       200   login
page    GET    /tickets/:id/history        login  403   403   200       200   login
page    GET    /events                      200    200   200   200       200   200
page    GET    /events/calendar             200    200   200   200       200   200
page    GET    /events/new                  login  403   403   200       200   login
page    POST   /events                      login  403   403   done      done  login
page    GET    /events/:id                  200    200   200   200       200   200
page    GET    /events/:id/edit             login  403   403   200       200   login
page    POST   /events/:id/edit             login  403   403   done      done  login
page    GET    /events/:id/cancellation     login  403   403   200       200   login
page    POST   /events/:id/cancellation     login  403   403   done      done  login
page    GET    /events/:id/copies           login  403   403   200       200   login
page    POST   /events/:id/copies           login  403   403   done      done  login
page    GET    /events/:id/booking          login  200   200   200       200   login
page    POST   /events/:id/bookings         login  done  done  done      done  login
page    POST   /events/:id/waiting-list     login  done  done  done      done  login
page    POST   /events/:id/waiting-list/removal login done 404 404       404   login
page    POST   /events/:id/invitation/decline login done 404   404       404   login
page    GET    /events/:id/attendees        login  403   403   200       200   login
page    GET    /events/:id/attendees.csv    login  403   403   200       200   login
page    POST   /events/:id/invitations      login  403   403   done      done  login
page    POST   /events/:id/invitations/:invitation/withdrawal login 403 403 done done login
page    GET    /bookings                    login  200   200   200       200   login
page    POST   /bookings/:id/cancellation   login  done  404   done      done  login
page    POST   /bookings/:id/payment        login  403   404   done      done  login
page    GET    /invitations/:token          200    200   200   200       200   200
page    POST   /invitations/:token          login  done  done  done      done  login
page    GET    /live                        200    200   200   200       200   200
page    GET    /live?ticket=:id             200    200   404   200       200   200
page    GET    /api/docs                    200    200   200   200       200   200
api     POST   /accounts                    201    201   201   201       201   201
api     GET    /accounts/:id                401    200   200   200       200   401
api     GET    /people/:username            401    200   200   200       200   401
api     POST   /sessions                    201    201   201   201       201   201
api     POST   /sessions/passkey            201    201   201   201       201   201
api     POST   /sessions/passkey/options    200    200   200   200       200   200
api     POST   /sessions/second-step        401    401   401   401       401   401
api     POST   /sessions/second-step/passkey 401    401   401   401       401   401
api     POST   /sessions/second-step/passkey/options 401    401   401   401       401   401
api     DELETE /sessions/current            401    204   204   204       204   401
api     GET    /me                          401    200   200   200       200   401
api     PATCH  /me                          401    200   200   200       200   401
api     PUT    /me/picture                  401    200   200   200       200   401
api     DELETE /me/picture                  401    204   204   204       204   401
api     GET    /files/:picture              404    200   200   200       200   404
api     GET    /files/:picture/small        404    200   200   200       200   404
api     PUT    /me/email                    401    200   200   200       200   401
api     PUT    /me/password                 401    200   200   200       200   401
api     POST   /password-resets            204 204 204 204 204 204
api     POST   /password-resets/current    204 204 204 204 204 204
api     POST   /email-confirmations        204 204 204 204 204 204
api     POST   /email-confirmations/links  204 204 204 204 204 204
api     POST   /me/email-confirmation      401 204 204 204 204 401
api     GET    /me/data                    401 200 200 200 200 401
api     POST   /me/deletion                401 204 204 204 204 401
api     GET    /me/sessions                401 200 200 200 200 401
api     DELETE /me/sessions                401 204 204 204 204 401
api     DELETE /me/sessions/:handle        401 204 404 404 404 401
api     GET    /me/two-factor               401    200   200   200       200   401
api     POST   /me/two-factor               401    201   201   201       201   401
api     POST   /me/two-factor/confirmation  401    200   200   200       200   401
api     POST   /me/two-factor/recovery-codes 401    200   200   200       200   401
api     POST   /me/two-factor/deletion      401    204   204   204       204   401
api     POST   /me/reauthentication         401    200   200   200       200   401
api     POST   /me/reauthentication/passkey 401    200   200   200       200   401
api     POST   /me/reauthentication/passkey/options 401 200 200 200       200   401
api     GET    /me/passkeys                 401    200   200   200       200   401
api     POST   /me/passkeys                 401    201   201   201       201   401
api     POST   /me/passkeys/options         401    200   200   200       200   401
api     DELETE /me/passkeys/:passkey        401    204   404   404       404   401
api     GET    /tickets                     401    200   200   200       200   401
api     POST   /tickets                     401    201   201   403       403   401
api     GET    /tickets/:id                 401    200   404   200       200   401
api     PATCH  /tickets/:id                 401    200   404   403       403   401
api     GET    /tickets/:id/edits           401    200   404   200       200   401
api     GET    /tickets/:id/messages        401    200   404   200       200   401
api     POST   /tickets/:id/messages        401    201   404   201       201   401
api     POST   /tickets/:id/claim           401    403   403   200       200   401
api     POST   /tickets/:id/release         401    403   403   200       200   401
api     POST   /tickets/:id/closure         401    200   404   200       200   401
api     POST   /tickets/:id/reopening       401    200   404   200       200   401
api     GET    /saved-views                401    200   200   200       200   401
api     POST   /saved-views                401    201   201   201       201   401
api     PATCH  /saved-views/:id            401    200   404   404       404   401
api     DELETE /saved-views/:id            401    204   404   404       404   401
api     POST   /tickets/:id/read-mark       401    204   404   204       204   401
api     POST   /tickets/:id/notes          401 403 403 201 201 401
api     PUT    /tickets/:id/assignment     401 403 403 200 200 401
api     PUT    /tickets/:id/priority       401 403 403 200 200 401
api     PUT    /tickets/:id/tags           401 403 403 200 200 401
api     GET    /staff                      401 403 403 200 200 401
api     GET    /queues                      401    200   200   200       200   401
api     GET    /admin/accounts              401    403   403   403       200   401
api     GET    /admin/accounts/:id          401    403   403   403       200   401
api     PATCH  /admin/accounts/:id          401    403   403   403       200   401
api     PUT    /admin/accounts/:id/type     401    403   403   403       200   401
api     POST   /admin/accounts/:id/suspension 401    403   403   403       200   401
api     POST   /admin/accounts/:id/reinstatement 401    403   403   403       200   401
api     POST   /admin/accounts/:id/deletion 401    403   403   403       204   401
api     DELETE /admin/accounts/:id/sessions 401    403   403   403       204   401
api     POST   /admin/accounts/:id/reset-link 401    403   403   403       200   401
api     POST   /admin/accounts/:id/confirmation-link 401    403   403   403       200   401
api     POST   /admin/accounts/:id/email-confirmation 401    403   403   403       200   401
api     POST   /admin/accounts/:id/two-factor-reset 401    403   403   403       204   401
api     GET    /admin/failed-logins         401    403   403   403       200   401
api     GET    /admin/refused-attempts      401    403   403   403       200   401
api     GET    /admin/settings              401    403   403   403       200   401
api     PATCH  /admin/settings              401    403   403   403       200   401
api     PUT    /admin/settings/logo         401    403   403   403       200   401
api     DELETE /admin/settings/logo         401    403   403   403       204   401
api     POST   /admin/settings/test-mail    401    403   403   403       200   401
api     GET    /notifications              401 200 200 200 200 401
api     GET    /notifications/counts       401 200 200 200 200 401
api     POST   /notifications/read         401 204 204 204 204 401
api     POST   /notifications/:id/read     401 204 404 404 404 401
api     POST   /notifications/:id/unread   401 204 404 404 404 401
api     GET    /notifications/choices      401 200 200 200 200 401
api     PUT    /notifications/choices      401 200 200 200 200 401
api     GET    /admin/audit                401    403   403   403       200   401
api     GET    /admin/jobs                 401    403   403   403       200   401
api     POST   /admin/jobs/retry           401    403   403   403       200   401
api     POST   /admin/jobs/:id/retry       401    403   403   403       204   401
api     POST   /admin/jobs/discard         401    403   403   403       200   401
api     POST   /admin/jobs/:id/discard     401    403   403   403       204   401
api     GET    /admin/reports              401    403   403   403       200   401
api     GET    /tickets/:id/history        401    403   403   200       200   401
api     GET    /events                      200    200   200   200       200   200
api     POST   /events                      401    403   403   201       201   401
api     GET    /events/:id                  200    200   200   200       200   200
api     PATCH  /events/:id                  401    403   403   200       200   401
api     POST   /events/:id/cancellation     401    403   403   200       200   401
api     POST   /events/:id/copies           401    403   403   200       200   401
api     GET    /events/:id/invitations      401    403   403   200       200   401
api     POST   /events/:id/invitations      401    403   403   200       200   401
api     DELETE /events/:id/invitations/:invitation 401 403 403 204    204   401
api     POST   /events/:id/invitation/decline 401  200   404   404       404   401
api     POST   /invitations/current         401    200   200   200       200   401
api     POST   /events/:id/purchase-tokens  401    200   200   200       200   401
api     POST   /events/:id/bookings         401    201   201   201       201   401
api     GET    /events/:id/bookings         401    403   403   200       200   401
api     GET    /events/:id/waiting-list     401    403   403   200       200   401
api     POST   /events/:id/waiting-list     401    204   204   204       204   401
api     DELETE /events/:id/waiting-list     401    204   404   404       404   401
api     GET    /bookings                    401    200   200   200       200   401
api     GET    /bookings/:id                401    200   404   200       200   401
api     POST   /bookings/:id/cancellation   401    200   404   200       200   401
api     PUT    /bookings/:id/payment        401    403   404   200       200   401
api     GET    /live                        401    200   200   200       200   401
api     GET    /live?ticket=:id             401    200   404   200       200   401
api     GET    /openapi.json                200    200   200   200       200   200
classic POST   /register                    200    200   200   200       200   200
classic POST   /login                       200    200   200   200       200   200
classic GET    /get-profile/:user_id        403    200   200   200       200   403
classic POST   /profile                     403    200   200   200       200   403
classic POST   /ticket/new                  403    200   200   403       403   403
classic GET    /get-ticket/:ticket_id       403    200   403   200       200   403
classic POST   /ticket/:ticket_id           403    200   403   200       200   403
classic GET    /get-messages/:ticket_id     403    200   403   200       200   403
classic GET    /get-open-tickets/:user_id   403    200   403   403       403   403
classic GET    /get-closed-tickets/:user_id 403    200   403   403       403   403
classic GET    /get-unclaimed-tickets       403    403   403   200       200   403
root    GET    /healthz                     200    200   200   200       200   200
root    GET    /readyz                      200    200   200   200       200   200
root    GET    /metrics                     200    200   200   200       200   200
root    GET    /assets/:name                200    200   200   200       200   200
root    GET    /profile-icons/:file         200    200   200   200       200   200
root    GET    /theme.css                   200    200   200   200       200   200
root    GET    /site/logo                   200    200   200   200       200   200
root    GET    /favicon.ico                 302    302   302   302       302   302
root    GET    /robots.txt                  200    200   200   200       200   200
root    GET    /.well-known/security.txt    200    200   200   200       200   200
root    GET    /.well-known/change-password done   done  done  done      done  done
root    GET    /ticket/new                  done   done  done  done      done  done
root    GET    /ticket/:ticket_id           done   done  done  done      done  done
`

export const roles = ['nobody', 'owner', 'other', 'assistant', 'admin', 'ended'] as const
export type Role = (typeof roles)[number]

export interface Row {
  door: 'page' | 'api' | 'classic' | 'root'
  method: string
  /** As the route has it; `address` has the query too. */
  path: string
  address: string
  expected: Record<Role, string>
}

const [heading = '', ...lines] = table.trim().split('\n')
if (heading.split(/ +/).slice(3).join() !== roles.join()) throw new Error('the heading does not fit the roles')

export const rows: Row[] = lines.map((line) => {
  const [door, method = '', address = '', ...outcomes] = line.split(/ +/)
  if (outcomes.length !== roles.length) throw new Error(`one outcome for each role, please: ${line}`)
  const expected = Object.fromEntries(roles.map((role, n) => [role, outcomes[n]])) as Row['expected']
  return { door: door as Row['door'], method, address, path: address.replace(/\?.*/, ''), expected }
})

export const nameOf = ({ door, method, path }: { door: string; method: string; path: string }) =>
  `${door} ${method.toUpperCase()} ${path}`
