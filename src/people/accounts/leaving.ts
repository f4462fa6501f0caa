import type { Context, Leaving } from '#context'
import type { Account } from '#platform/identity/account-queries.ts'
import { isStaff } from '#platform/identity/account-type.ts'

/** What suspending or erasing somebody would do in each feature, one sentence each, shown before it is done. */
export async function effectsOfLeaving(
  ctx: Context,
  { id, account_type }: Pick<Account, 'id' | 'account_type'>,
  how: Leaving['how'],
): Promise<string[]> {
  const leaving = { account_id: id, is_staff: isStaff(account_type), how }
  const effects: string[] = []
  for (const effectsOf of ctx.features.effectsOfLeaving) effects.push(...(await effectsOf(ctx, leaving)))
  return effects
}
