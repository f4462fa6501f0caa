import type { AccountType } from '#platform/db/schema.ts'
import { isStaff } from './account-type.ts'

/** What everybody may see of an account. */
export interface Person {
  id: number
  username: string
  display_name: string
  profile_icon: string
  is_staff: boolean
}

export type PersonColumns = Omit<Person, 'is_staff'> & { account_type: AccountType }

export const personOf = ({ id, username, display_name, profile_icon, account_type }: PersonColumns): Person => ({
  id,
  username,
  display_name,
  profile_icon,
  is_staff: isStaff(account_type),
})
