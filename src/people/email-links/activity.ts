import { type OwnFact, ownAction } from '#people/accounts/activity.ts'
import { defineAction } from '#platform/activity/action.ts'

export const emailChangeRequested = defineAction<OwnFact>({
  ...ownAction,
  name: 'email_change_asked',
  phrase: 'asked for another email address',
})

export const passwordResetByLink = defineAction<OwnFact>({
  ...ownAction,
  name: 'password_reset',
  phrase: 'chose a new password by a link',
})
