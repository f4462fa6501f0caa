import { type OwnFact, ownAction } from '#people/accounts/activity.ts'
import { defineAction } from '#platform/activity/action.ts'

export const passkeyAdded = defineAction<OwnFact>({ ...ownAction, name: 'passkey_added', phrase: 'added a passkey' })

export const passkeyRemoved = defineAction<OwnFact>({
  ...ownAction,
  name: 'passkey_removed',
  phrase: 'removed a passkey',
})
