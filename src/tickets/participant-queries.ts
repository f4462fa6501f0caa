import type { Context } from '../context.ts'

export async function staffWhoWrote(ctx: Context, ticketId: number): Promise<number[]> {
  const rows = await ctx.db
    .selectFrom('messages')
    .innerJoin('accounts', 'accounts.id', 'messages.author_id')
    .select('messages.author_id')
    .distinct()
    .where('messages.ticket_id', '=', ticketId)
    .where('messages.kind', '!=', 'system')
    .where('accounts.account_type', '!=', 'customer')
    .execute()
  return rows.map(({ author_id }) => author_id)
}

export async function staffAmong(ctx: Context, usernameKeys: string[]): Promise<number[]> {
  const rows = await ctx.db
    .selectFrom('accounts')
    .select('id')
    .where('username_key', 'in', usernameKeys)
    .where('account_type', '!=', 'customer')
    .execute()
  return rows.map(({ id }) => id)
}

const staff = (ctx: Context) =>
  ctx.db
    .selectFrom('accounts')
    .select(['id', 'username', 'display_name', 'profile_icon', 'account_type'])
    .where('account_type', '!=', 'customer')
    .where('suspended_at', 'is', null)
    .where('erased_at', 'is', null)

/** Everybody at the desk who can work: as many as a list can show. */
export const listStaff = (ctx: Context) => staff(ctx).orderBy('display_name').orderBy('id').limit(200).execute()

export const findColleague = (ctx: Context, id: number) => staff(ctx).where('id', '=', id).executeTakeFirst()
