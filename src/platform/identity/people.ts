import { fileAddress } from '#lib/file-address.ts'
import type { AccountType } from '#platform/db/schema.ts'
import { isStaff } from './account-type.ts'

/** What everybody may see of an account. */
export interface Person {
  id: number
  username: string
  display_name: string
  profile_icon: string
  /** The address of an uploaded picture, shown in place of the icon. */
  picture: string | null
  is_staff: boolean
}

export type PersonColumns = Omit<Person, 'is_staff' | 'picture'> & {
  account_type: AccountType
  picture_id: string | null
}

export const personOf = ({
  id,
  username,
  display_name,
  profile_icon,
  picture_id,
  account_type,
}: PersonColumns): Person => ({
  id,
  username,
  display_name,
  profile_icon,
  picture: picture_id && fileAddress(picture_id),
  is_staff: isStaff(account_type),
})
