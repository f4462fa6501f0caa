import { password } from '../support/people.ts'
import { smallestPicture } from '../support/pictures.ts'
import { adminBodies } from './admin-bodies.ts'
import { doorBodies } from './doors.ts'
import { eventBodies } from './events.ts'
import type { Stage } from './stage.ts'

let count = 0
type Body = Record<string, unknown>

const account = () => {
  const username = `new${count++}`
  return { username, email: `${username}@example.com`, password }
}
const colleagueAccount = (stage: Stage) => ({
  ...token(stage),
  ...{ username: `new${count++}`, display_name: 'A colleague', password },
})
const ticket = () => ({ title: 'A perfectly good title', message: 'A perfectly good message.' })
const ticketFor = ({ owner }: Stage) => ({ ...ticket(), customer: owner.username })
const email = () => ({ email: `changed${count++}@example.com`, current_password: password })
const newPassword = () => ({ current_password: password, new_password: 'another horse battery' })
const profile = () => ({ display_name: 'Somebody Else', profile_icon: 'teal' })
const logIn = ({ actor, owner }: Stage) => ({ login: (actor ?? owner).username, password })
/** Accounts start with a random picture; the body must change it. */
const otherIcon = (member: Stage['actor']) => (member?.actor.profile_icon === 'teal' ? 'red' : 'teal')
const savedView = () => ({ name: `View ${count++}`, address: 'status=open' })
const aPicture = () => ({ picture: smallestPicture })
const none = () => ({})
const directMessage = () => ({ message: 'Shall we dance again?' })
const firstDirectMessage = ({ talk }: Stage) => ({ username: talk.partner, ...directMessage() })
const settlement = () => ({ decision: 'We have spoken with both.' })
const current_password = password
const new_password = 'another horse battery'
const token = ({ handles }: Stage) => ({ token: handles.token })
const participant = ({ participant }: Stage) => ({ who: participant?.username })
const colleague = ({ desk }: Stage) => ({ assistant_id: desk.id })
const name = ({ owner }: Stage) => ({ login: owner.username })
const code = ({ proofs }: Stage) => ({ code: proofs.code })
const passwordAndCode = ({ proofs }: Stage) => ({ current_password, code: proofs.code })
const passkey = ({ proofs }: Stage) => ({ response: proofs.passkey })
const passkeyField = ({ proofs }: Stage) => ({ response: JSON.stringify(proofs.passkey) })
const newPasskeyForm = (stage: Stage) => ({ current_password, name: 'Laptop', ...passkeyField(stage) })

/** A valid body for each route that takes one. */
const bodies: Record<string, (stage: Stage) => Body> = {
  'page POST /login': logIn,
  'page POST /login/second-step': code,
  'page POST /login/second-step/passkey': passkeyField,
  'page POST /login/second-step/passkey/options': none,
  'page POST /login/passkey': passkeyField,
  'page POST /login/passkey/options': none,
  'page POST /register': () => ({ ...account(), password_confirmation: password }),
  'page POST /setup': () => ({ ...account(), password_confirmation: password, code: 'a code' }),
  'page POST /invitation': (stage) => ({ ...colleagueAccount(stage), password_confirmation: password }),
  'page POST /forgot': name,
  'page POST /reset': (stage) => ({ ...token(stage), new_password, new_password_confirmation: new_password }),
  'page POST /verify': token,
  'page POST /verify/again': name,
  'page POST /logout': none,
  'page POST /profile': profile,
  'page POST /profile/picture': aPicture,
  'page POST /profile/picture/removal': none,
  'page POST /profile/email': email,
  'page POST /profile/password': () => ({ ...newPassword(), new_password_confirmation: 'another horse battery' }),
  'page POST /profile/verification': none,
  'page POST /profile/api-tokens': () => ({ name: 'Printer', scope_read: 'on', expires_in_days: '90' }),
  'page POST /profile/api-tokens/:id/revocation': none,
  'api POST /me/api-tokens': () => ({ name: 'Printer', scopes: ['read', 'tickets'], expires_in_days: 90 }),
  'page POST /profile/sessions/:handle/end': none,
  'page POST /profile/sessions/end-others': none,
  'page POST /profile/deletion': () => ({ current_password }),
  'page POST /profile/two-factor/enrolment': () => ({ current_password }),
  'page POST /profile/two-factor/confirmation': code,
  'page POST /profile/two-factor/recovery-codes': passwordAndCode,
  'page POST /profile/two-factor/deletion': passwordAndCode,
  'page POST /profile/passkeys': newPasskeyForm,
  'page POST /profile/passkeys/options': () => ({ current_password, name: 'Laptop', response: '' }),
  'page POST /profile/passkeys/:passkey/removal': none,
  'page POST /reauthentication/passkey/options': none,
  'page POST /drafts': () => ({ place: 'new-ticket', fields: '{"title":"Half a title"}' }),
  'page POST /people/:username/block': none,
  'page POST /people/:username/unblock': none,
  'page POST /conversations': firstDirectMessage,
  'page POST /conversations/:id/messages': directMessage,
  'page POST /conversations/:id/report': () => ({ note: 'This is not a nice thing to say.' }),
  'page POST /message-reports/:id/settlement': settlement,
  'api PUT /people/:username/block': none,
  'api POST /conversations': firstDirectMessage,
  'api POST /conversations/:id/messages': directMessage,
  'api POST /conversations/:id/read-mark': none,
  'api POST /conversations/:id/reports': () => ({ reason: 'This is not a nice thing to say.' }),
  'api PUT /message-reports/:id/settlement': settlement,
  'page POST /saved-views': savedView,
  'page POST /saved-views/:id': () => ({ name: 'Renamed' }),
  'page POST /saved-views/:id/removal': none,
  'api POST /saved-views': savedView,
  'api PATCH /saved-views/:id': () => ({ name: 'Renamed' }),
  'page POST /tickets': ticket,
  'page POST /tickets/for-customer': ticketFor,
  'page POST /tickets/:id/edit': ticket,
  'page POST /tickets/:id/messages': () => ({ message: 'Is it found yet?' }),
  'page POST /tickets/:id/claim': () => ({ expected_assistant_id: '' }),
  'page POST /tickets/:id/release': none,
  'page POST /tickets/:id/closure': none,
  'page POST /tickets/:id/reopening': none,
  'page POST /tickets/:id/notes': () => ({ message: 'Seen in room 2.' }),
  'page POST /tickets/:id/assignment': (stage) => ({ assistant_id: String(stage.desk.id) }),
  'page POST /tickets/:id/priority': () => ({ priority: 'high' }),
  'page POST /tickets/:id/tags': () => ({ tags: 'lost, umbrella' }),
  'page POST /tickets/:id/participants': participant,
  'page POST /tickets/:id/participants/:account/removal': none,
  'page POST /notifications/read': none,
  'page POST /notifications/:id/read': none,
  'page POST /notifications/:id/unread': none,
  'page POST /notifications/choices': () => ({ status: 'on' }),
  'api POST /accounts': account,
  'api POST /staff-invitations/current': colleagueAccount,
  'api POST /sessions': logIn,
  'api POST /sessions/passkey': passkey,
  'api POST /sessions/passkey/options': none,
  'api POST /sessions/second-step': code,
  'api POST /sessions/second-step/passkey': passkey,
  'api POST /sessions/second-step/passkey/options': none,
  'api POST /password-resets': name,
  'api POST /password-resets/current': (stage) => ({ ...token(stage), new_password }),
  'api POST /email-confirmations': token,
  'api POST /email-confirmations/links': name,
  'api POST /me/email-confirmation': none,
  'api POST /me/deletion': () => ({ current_password }),
  'api POST /me/two-factor': () => ({ current_password }),
  'api POST /me/two-factor/confirmation': code,
  'api POST /me/two-factor/recovery-codes': passwordAndCode,
  'api POST /me/two-factor/deletion': passwordAndCode,
  'api POST /me/reauthentication': () => ({ current_password }),
  'api POST /me/reauthentication/passkey': passkey,
  'api POST /me/reauthentication/passkey/options': none,
  'api POST /me/passkeys': ({ proofs }) => ({ name: 'Laptop', response: proofs.passkey }),
  'api POST /me/passkeys/options': () => ({ current_password }),
  'api PATCH /me': profile,
  'api PUT /me/picture': aPicture,
  'api PUT /me/email': email,
  'api PUT /me/password': newPassword,
  'api POST /tickets': ticket,
  'api POST /tickets/for-customer': ticketFor,
  'api PATCH /tickets/:id': ticket,
  'api POST /tickets/:id/messages': () => ({ message: 'Is it found yet?' }),
  'api POST /tickets/:id/claim': () => ({ expected_assistant_id: null }),
  'api POST /tickets/:id/release': none,
  'api POST /tickets/:id/closure': none,
  'api POST /tickets/:id/reopening': none,
  'api POST /tickets/:id/read-mark': none,
  ...adminBodies,
  ...eventBodies,
  ...doorBodies,
  'page POST /admin/jobs/retry': none,
  'page POST /admin/jobs/:id/retry': none,
  'page POST /admin/jobs/discard': () => ({ until: String(Date.now() + 1e9) }),
  'page POST /admin/jobs/:id/discard': none,
  'api POST /admin/jobs/discard': none,
  'api POST /admin/jobs/:id/discard': none,
  'api POST /admin/jobs/retry': none,
  'api POST /admin/jobs/:id/retry': none,
  'api POST /tickets/:id/notes': () => ({ note: 'Seen in room 2.' }),
  'api PUT /tickets/:id/assignment': colleague,
  'api PUT /tickets/:id/priority': () => ({ priority: 'high' }),
  'api PUT /tickets/:id/tags': () => ({ tags: ['lost', 'umbrella'] }),
  'api POST /tickets/:id/participants': participant,
  'api POST /notifications/read': none,
  'api POST /notifications/:id/read': none,
  'api POST /notifications/:id/unread': none,
  'api PUT /notifications/choices': () => ({ message: false }),
  'classic POST /register': account,
  'classic POST /login': ({ actor, owner }) => ({ username: (actor ?? owner).username, password }),
  'classic POST /profile': ({ actor }) => ({
    new_password: '',
    old_password: password,
    profile_icon: otherIcon(actor),
  }),
  'classic POST /ticket/new': () => ({ ticket_title: 'A perfectly good title', message: 'A perfectly good message.' }),
  'classic POST /ticket/:ticket_id': () => ({ message: 'Is it found yet?' }),
}

export const takesBody = (method: string) => ['POST', 'PUT', 'PATCH'].includes(method.toUpperCase())

/** @throws for an address that is not in the list above */
export function goodBody(name: string, stage: Stage): Body {
  const body = bodies[name]
  if (!body) throw new Error(`tests/permissions/bodies.ts does not say what to send to ${name}`)
  return body(stage)
}
