export const accountStates = ['active', 'unverified', 'suspended', 'deleted'] as const
export type AccountState = (typeof accountStates)[number]

interface StateColumns {
  email_verified_at: number | null
  suspended_at: number | null
  deleted_at: number | null
}

/** Each account is in exactly one state; the list filters by the same states. */
export function stateOf({ email_verified_at, suspended_at, deleted_at }: StateColumns): AccountState {
  if (deleted_at !== null) return 'deleted'
  if (suspended_at !== null) return 'suspended'
  return email_verified_at === null ? 'unverified' : 'active'
}
