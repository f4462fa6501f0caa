import type { Context } from '#context'

/** Those of these notifications that nobody has read yet, and whom they are for. */
export const listUnreadAmong = (ctx: Context, ids: number[]) =>
  addressed(ctx).select(['notifications.id']).where('notifications.id', 'in', ids).orderBy('notifications.id').execute()

const addressed = (ctx: Context) =>
  ctx.db
    .selectFrom('notifications')
    .innerJoin('accounts', 'accounts.id', 'notifications.account_id')
    .leftJoin('notification_choices as choice', (join) =>
      join.onRef('choice.account_id', '=', 'notifications.account_id').onRef('choice.kind', '=', 'notifications.kind'),
    )
    .select(['notifications.kind', 'accounts.account_type', 'choice.by_email'])
    .where('notifications.read_at', 'is', null)
    .where('accounts.email_verified_at', 'is not', null)
    .where('accounts.suspended_at', 'is', null)
    .where('accounts.deleted_at', 'is', null)

export type FoundLetter = NonNullable<Awaited<ReturnType<typeof findLetter>>>

/** All that a mail about a notification says, unless it has been read, or is for somebody who gets no mail. */
export const findLetter = (ctx: Context, id: number) =>
  addressed(ctx)
    .leftJoin('accounts as actor', 'actor.id', 'notifications.actor_id')
    .select([
      'notifications.id',
      'notifications.account_id',
      'notifications.subject_type',
      'notifications.subject_id',
      'notifications.action',
      'notifications.message_id',
      'accounts.email',
      'accounts.display_name as name',
      'actor.display_name',
    ])
    .where('notifications.id', '=', id)
    .executeTakeFirst()
