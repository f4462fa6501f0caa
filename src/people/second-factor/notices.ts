import type { Context } from '#context'
import { getAccount } from '#people/accounts/accounts.ts'
import { notifyByMail } from '#people/accounts/verification-mail.ts'

/** Has somebody told how the ways into their account have changed: at an address that is known to be theirs. */
export async function notifyOfChange(ctx: Context, { id }: { id: number }, sentence: string): Promise<void> {
  const { email, email_verified_at } = await getAccount(ctx, id)
  if (email_verified_at !== null) await notifyByMail(ctx, id, email, 'The login to your account has changed', sentence)
}
