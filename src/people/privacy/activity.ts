import { type AccountFact, accountAction } from '#people/accounts/activity.ts'
import { defineAction } from '#platform/activity/action.ts'

export const accountDeleted = defineAction<AccountFact>({
  ...accountAction,
  name: 'deleted',
  formerly: ['erased'],
  phrase: 'deleted {the account}',
})
