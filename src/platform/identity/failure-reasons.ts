import type { FailureReason } from '#platform/db/schema.ts'

/** Why a login failed, in words for admins. */
export const failureReasons: Record<FailureReason, string> = {
  wrong: 'Wrong name or password',
  suspended: 'Account suspended',
  unverified: 'Address not confirmed',
  second_step: 'Wrong second step',
  passkey: 'Passkey refused',
  token: 'Dead link',
}

export const reasonText = (reason: string): string => failureReasons[reason as FailureReason] ?? reason
