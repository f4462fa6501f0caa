import { type AccountFact, accountAction, type OwnFact, ownAction } from '#people/accounts/activity.ts'
import { defineAction, type Fact } from '#platform/activity/action.ts'
import type { FailureReason } from '#platform/db/schema.ts'
import { sessionsTopic } from '#platform/live/publish.ts'

/** Actions on sessions. The log has no ids for these: an id would be half a token. */
const sessionAction = { entity: 'session' } as const

const endsSessions = { topics: ({ actor_id }: OwnFact) => [sessionsTopic(actor_id)] } as const

/** What somebody has proved their identity with; a login without it was by password alone. */
export type ProvenBy = { by: 'password' | 'passkey' } | { second_step: 'authenticator' | 'recovery_code' | 'passkey' }

interface ProofFact extends OwnFact {
  proven?: ProvenBy
}

const proof = { after: ({ proven }: ProofFact) => proven } as const

export const loggedIn = defineAction<ProofFact>({
  ...sessionAction,
  ...proof,
  name: 'logged_in',
  phrase: 'logged in',
})

export const passwordAccepted = defineAction<OwnFact>({
  ...sessionAction,
  name: 'password_accepted',
  phrase: 'gave the right password, with the second step to come',
})

export const reauthenticated = defineAction<ProofFact>({
  ...sessionAction,
  ...proof,
  name: 'reauthenticated',
  phrase: 'confirmed who they are',
})

export const loggedOut = defineAction<OwnFact>({
  ...sessionAction,
  ...endsSessions,
  name: 'logged_out',
  phrase: 'logged out',
})

export const sessionEnded = defineAction<OwnFact>({
  ...sessionAction,
  ...endsSessions,
  name: 'session_ended',
  phrase: 'logged out another device',
})

/** Open pages are updated by the revocation. */
export const otherSessionsEnded = defineAction<OwnFact>({
  ...sessionAction,
  name: 'other_sessions_ended',
  phrase: 'logged out all other devices',
})

export const sessionReplaced = defineAction<OwnFact>({
  ...sessionAction,
  ...endsSessions,
  name: 'session_replaced',
  phrase: 'was logged out by another login in the same browser',
})

export const sessionUnbound = defineAction<AccountFact>({
  ...accountAction,
  name: 'session_unbound',
  phrase: 'ended a session of {the account} that was used in another browser or from another address',
  topics: ({ account_id }) => [sessionsTopic(account_id)],
})

/** Without the name that was tried: it may be a password, and would stay for ever. */
export const loginFailed = defineAction<AccountFact & { reason: FailureReason }>({
  ...accountAction,
  name: 'login_failed',
  phrase: 'refused a login',
  after: ({ reason }) => ({ reason }),
})

export const failedLoginsCounted = defineAction<Fact>({
  entity: 'account',
  name: 'failed_logins_counted',
  phrase: 'refused so many logins that the rest of the hour is only counted',
})

export const passwordChanged = defineAction<OwnFact>({
  ...ownAction,
  name: 'password_changed',
  phrase: 'changed the password',
})
