import type { Context } from '#context'
import { inPortions } from '#platform/db/portions.ts'

export const allDoorsOf = (ctx: Context, accountId: number) =>
  inPortions(500, { id: 0 }, (size, after) =>
    ctx.db
      .selectFrom('doors')
      .select(['id', 'event_id', 'name', 'opened_at', 'closed_at'])
      .where('account_id', '=', accountId)
      .where('id', '>', after.id)
      .orderBy('id')
      .limit(size)
      .execute(),
  )

/** Without the people they admitted, whose data it is: only when, where and how. */
export const allAdmissionsBy = (ctx: Context, accountId: number) =>
  inPortions(500, { id: 0 }, (size, after) =>
    ctx.db
      .selectFrom('admissions')
      .select(['id', 'event_id', 'door_id', 'method', 'admitted_at', 'undone_at'])
      .where('account_id', '=', accountId)
      .where('id', '>', after.id)
      .orderBy('id')
      .limit(size)
      .execute(),
  )

/** When somebody was admitted with a pass that they hold. */
export const allAdmissionsOf = (ctx: Context, holderId: number) =>
  inPortions(500, { id: 0 }, (size, after) =>
    ctx.db
      .selectFrom('passes')
      .innerJoin('admissions', 'admissions.pass_id', 'passes.id')
      .leftJoin('doors', 'doors.id', 'admissions.door_id')
      .select([
        'admissions.id',
        'admissions.event_id',
        'admissions.pass_id',
        'admissions.method',
        'admissions.admitted_at',
        'admissions.undone_at',
        'doors.name as door',
      ])
      .where('passes.holder_id', '=', holderId)
      .where('admissions.id', '>', after.id)
      .orderBy('admissions.id')
      .limit(size)
      .execute(),
  )

/** Deletes what somebody wrote at doors, and what was written there about them. */
export async function eraseTexts(ctx: Context, accountId: number): Promise<void> {
  await ctx.db.updateTable('doors').set({ name: 'Door' }).where('account_id', '=', accountId).execute()
  const reasons = ctx.db.updateTable('admissions').set({ undo_reason: '' }).where('undo_reason', '<>', '')
  await reasons.where('undone_by', '=', accountId).execute()
  const passes = ctx.db.selectFrom('passes').select('id').where('holder_id', '=', accountId)
  await reasons.where('pass_id', 'in', passes).execute()
}
