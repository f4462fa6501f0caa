import type { Context } from '../context.ts'
import { enqueue } from '../jobs/jobs.ts'

/** Has a link sent to the address that the account is to confirm. */
export const askToConfirm = (ctx: Context, account_id: number) => enqueue(ctx, 'verify_email', { account_id })

/** Has a link for a new password sent, if an account has this name; the answer is the same if none has. */
export const askToReset = (ctx: Context, name: string) => enqueue(ctx, 'reset_password', { name })

/** Has somebody told that something about their account has changed. */
export const tell = (ctx: Context, account_id: number, to: string, subject: string, sentence: string) =>
  enqueue(ctx, 'notice', { account_id, to, subject, sentence, at: ctx.clock.now() })
