import { latestPlausible } from '#lib/clock-skew.ts'
import { fileAddress } from '#lib/file-address.ts'
import type { AccountType } from '#platform/db/schema.ts'
import { isStaff } from './account-type.ts'

/** The columns of an account that every query for an actor reads. */
export const actingColumns = [
  'accounts.id',
  'accounts.username',
  'accounts.display_name',
  'accounts.profile_icon',
  'accounts.picture_id',
  'accounts.account_type',
  'accounts.email',
  'accounts.email_verified_at',
  'accounts.email_refused_at',
  'accounts.lost_email',
  'accounts.created_at',
  'accounts.credentials_version',
  'accounts.suspended_at',
  'accounts.deleted_at',
] as const

interface ActingRow {
  id: number
  username: string
  display_name: string
  profile_icon: string
  picture_id: string | null
  account_type: AccountType
  email: string
  email_verified_at: number | null
  email_refused_at: number | null
  lost_email: string | null
  created_at: number
  credentials_version: number
}

/** For an account created while the clock was ahead, everything counts as new. */
export const actingAccount = (row: ActingRow, now: number) => ({
  id: row.id,
  username: row.username,
  display_name: row.display_name,
  profile_icon: row.profile_icon,
  picture: row.picture_id && fileAddress(row.picture_id),
  account_type: row.account_type,
  is_staff: isStaff(row.account_type),
  email: row.email,
  email_verified: row.email_verified_at !== null,
  email_refused: row.email_refused_at !== null,
  lost_email: row.lost_email,
  created_at: row.created_at > latestPlausible(now) ? 0 : row.created_at,
  credentials_version: row.credentials_version,
})
