import { defineAction, type Fact } from '#platform/activity/action.ts'
import type { AccountType } from '#platform/db/schema.ts'

export interface AccountFact extends Fact {
  account_id: number
}

/** What is done to an account, be it by its owner or by somebody else. */
export const accountAction = { entity: 'account', entityId: ({ account_id }: AccountFact) => account_id } as const

export interface OwnFact extends Fact {
  actor_id: number
}

/** What people do to their own accounts. */
export const ownAction = { entity: 'account', entityId: ({ actor_id }: OwnFact) => actor_id } as const

export interface ChangedFact {
  /** Which of the account's columns; not to what, as a name must be gone once the person is erased. */
  changed: string[]
}

export const accountRegistered = defineAction<OwnFact & { account_type: AccountType }>({
  ...ownAction,
  name: 'registered',
  phrase: 'registered',
  after: ({ account_type }) => ({ account_type }),
})

export const profileChanged = defineAction<OwnFact & ChangedFact>({
  ...ownAction,
  name: 'profile_changed',
  phrase: 'changed the profile',
  after: ({ changed }) => ({ changed }),
})

export const emailConfirmed = defineAction<AccountFact>({
  ...accountAction,
  name: 'email_confirmed',
  phrase: 'confirmed the email address of {the account}',
})

export const emailClaimLost = defineAction<AccountFact>({
  ...accountAction,
  name: 'email_claim_lost',
  phrase: 'took the email address from {the account}: somebody else has confirmed it',
})
