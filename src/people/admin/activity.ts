import { type AccountFact, accountAction, type ChangedFact } from '#people/accounts/activity.ts'
import { defineAction, type Fact } from '#platform/activity/action.ts'
import type { AccountType } from '#platform/db/schema.ts'
import { sessionsTopic } from '#platform/live/publish.ts'

export const accountTypeChanged = defineAction<AccountFact & { before: AccountType; after: AccountType }>({
  ...accountAction,
  name: 'account_type_changed',
  phrase: 'changed the type of {the account}',
  before: ({ before }) => ({ account_type: before }),
  after: ({ after }) => ({ account_type: after }),
  topics: ({ account_id }) => [sessionsTopic(account_id)],
})

export const accountRenamed = defineAction<AccountFact & ChangedFact>({
  ...accountAction,
  name: 'account_renamed',
  phrase: 'changed name or picture of {the account}',
  after: ({ changed }) => ({ changed }),
})

export const accountSuspended = defineAction<AccountFact & { reason: string | undefined }>({
  ...accountAction,
  name: 'suspended',
  phrase: 'suspended {the account}',
  before: () => ({ suspended: false }),
  after: ({ reason }) => ({ suspended: true, ...(reason && { reason }) }),
})

export const accountReinstated = defineAction<AccountFact>({
  ...accountAction,
  name: 'reinstated',
  phrase: 'reinstated {the account}',
  before: () => ({ suspended: true }),
  after: () => ({ suspended: false }),
})

export const allSessionsEnded = defineAction<AccountFact>({
  ...accountAction,
  name: 'sessions_ended',
  phrase: 'ended all sessions of {the account}',
})

export const apiTokensRevoked = defineAction<AccountFact>({
  ...accountAction,
  name: 'api_tokens_revoked',
  phrase: 'revoked all API tokens of {the account}',
  topics: ({ account_id }) => [sessionsTopic(account_id)],
})

export const resetLinkMade = defineAction<AccountFact>({
  ...accountAction,
  name: 'reset_link_made',
  phrase: 'made a link for a new password of {the account}',
})

export const confirmationLinkMade = defineAction<AccountFact>({
  ...accountAction,
  name: 'confirmation_link_made',
  phrase: 'made a link that confirms the email address of {the account}',
})

export const mailTested = defineAction<Fact & { sent: boolean }>({
  entity: 'settings',
  name: 'mail_tested',
  phrase: 'sent a test mail',
  after: ({ sent }) => ({ sent }),
})
