import { type AccountFact, accountAction } from '#people/accounts/activity.ts'
import { defineAction } from '#platform/activity/action.ts'

export const accountDeleted = defineAction<AccountFact & { reason: string | undefined }>({
  ...accountAction,
  name: 'deleted',
  formerly: ['erased'],
  phrase: 'deleted {the account}',
  after: ({ reason }) => (reason ? { reason } : undefined),
})
