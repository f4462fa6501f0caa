import type { Context } from '#context'
import { getAccount } from './accounts.ts'
import { countPasskeys } from './notice-queries.ts'
import { notifyByMail } from './verification-mail.ts'

/** Mails the owner of an account that its credentials have changed, at a confirmed address. */
export async function notifyOfChange(ctx: Context, { id }: { id: number }, sentence: string): Promise<void> {
  const { email, email_verified_at } = await getAccount(ctx, id)
  if (email_verified_at !== null) await notifyByMail(ctx, id, email, 'The login to your account has changed', sentence)
}

/** The same after a new password, with the access that stays, so that the owner can check it. */
export async function notifyOfNewPassword(
  ctx: Context,
  { id, email }: { id: number; email: string },
  changed: string,
): Promise<void> {
  const count = await countPasskeys(ctx, id)
  const keys = count === 1 ? 'one passkey' : `${count} passkeys`
  const stays = count === 0 ? '' : ` It can still be opened by ${keys}: remove in your profile what you do not know.`
  await notifyByMail(ctx, id, email, 'Your password was changed', `${changed}${stays}`)
}
