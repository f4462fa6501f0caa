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

/** The columns that a `Person` is made of. */
export const personColumns = ['id', 'username', 'display_name', 'profile_icon', 'picture_id', 'account_type'] as const

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

/** These columns of an account joined under an alias, without the id, which is often a column of the other table. */
export const personColumnsOf = <A extends string>(alias: A) =>
  [
    `${alias}.username`,
    `${alias}.display_name`,
    `${alias}.profile_icon`,
    `${alias}.picture_id`,
    `${alias}.account_type`,
  ] as const

/** The columns of an account joined under an alias, prefixed with it: `host_id`, `host_username`, … */
export type JoinedPerson<A extends string> = { [C in keyof PersonColumns as `${A}_${C}`]: PersonColumns[C] }
export type OptionalJoinedPerson<A extends string> = {
  [C in keyof PersonColumns as `${A}_${C}`]: PersonColumns[C] | null
}

/** These columns without the id. */
export const joinedColumns = <A extends string>(alias: A) =>
  [
    `${alias}.username as ${alias}_username`,
    `${alias}.display_name as ${alias}_display_name`,
    `${alias}.profile_icon as ${alias}_profile_icon`,
    `${alias}.picture_id as ${alias}_picture_id`,
    `${alias}.account_type as ${alias}_account_type`,
  ] as const

export function joinedPerson<A extends string>(alias: A): (row: JoinedPerson<A>) => Person {
  const columns = personColumns.map((name) => [name, `${alias}_${name}`] as const)
  return (row) => {
    const person: Record<string, unknown> = {}
    for (const [name, column] of columns) person[name] = (row as Record<string, unknown>)[column]
    return personOf(person as unknown as PersonColumns)
  }
}

/** The same for a left join. */
export function optionalJoinedPerson<A extends string>(alias: A): (row: OptionalJoinedPerson<A>) => Person | null {
  const personIn = joinedPerson(alias)
  return (row) =>
    (row as Record<string, unknown>)[`${alias}_username`] === null ? null : personIn(row as JoinedPerson<A>)
}
