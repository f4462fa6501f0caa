import type { Context } from '#context'
import type { NotificationKind } from '#platform/activity/notification-kind.ts'
import type { AccountType } from '#platform/db/schema.ts'

interface Reader {
  is_staff: boolean
}

type Chooser = Reader & { account_type: AccountType }

/** The kinds of notifications that this person can get. */
export const kindsFor = (ctx: Context, { is_staff, account_type }: Chooser): NotificationKind[] =>
  ctx.features.notificationKinds.filter(
    ({ staffOnly, adminsOnly, customersOnly, isOn = always }) =>
      (is_staff ? !customersOnly : !staffOnly) && (account_type === 'admin' || !adminsOnly) && isOn(ctx),
  )

/** The names of kinds that are switched off: none are sent, and earlier ones are not shown. */
export const hiddenKinds = (ctx: Context): string[] =>
  ctx.features.notificationKinds.flatMap(({ name, isOn = always }) => (isOn(ctx) ? [] : [name]))

const always = () => true

/** Undefined for a kind that a later version has stored. */
export const kindOf = ({ features }: Context, name: string): NotificationKind | undefined =>
  features.notificationKinds.find((kind) => kind.name === name)

/** Whether it is mailed to somebody who has made no choice. */
export const isByMail = (kind: NotificationKind, { is_staff }: Reader) =>
  kind.byMail.includes(is_staff ? 'staff' : 'customer')
