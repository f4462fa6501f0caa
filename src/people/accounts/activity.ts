import { defineAction, type Fact } from '#platform/activity/action.ts'
import type { AccountType } from '#platform/db/schema.ts'

export interface AccountFact extends Fact {
  account_id: number
}

/** Actions on an account, by its owner or by somebody else. */
export const accountAction = { entity: 'account', entityId: ({ account_id }: AccountFact) => account_id } as const

export interface OwnFact extends Fact {
  actor_id: number
}

/** Actions of people on their own accounts. */
export const ownAction = { entity: 'account', entityId: ({ actor_id }: OwnFact) => actor_id } as const

export interface ChangedFact {
  /** The names of the changed columns, not their values: a person's name must be gone after they are erased. */
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
