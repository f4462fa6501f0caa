import type { Insertable } from 'kysely'
import type { Context } from '#context'
import { compiledOnce } from '#platform/db/compiled-once.ts'
import { lockingRows } from '#platform/db/dialect.ts'
import type { Schema } from '#platform/db/schema.ts'

type Draft = Insertable<Schema['drafts']>

type Places = {
  account: number
  first: string
  second: string
  now: number
}

const draftsAt = compiledOnce((db, values: Places, _shape: object) =>
  db
    .selectFrom('drafts')
    .select(['place', 'fields', 'saved_at'])
    .where('account_id', '=', values.account)
    .where(({ eb, or }) => or([eb('place', '=', values.first), eb('place', '=', values.second)]))
    .where('expires_at', '>', values.now),
)

export const selectDrafts = (ctx: Context, places: Places) => draftsAt(ctx.db, places, {})

/** Locks the account until the transaction ends. @returns false if it was erased */
export async function lockWriter(ctx: Context, account: number): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('accounts')
    .select('id')
    .where('id', '=', account)
    .where('deleted_at', 'is', null)
    .$call(lockingRows(ctx.db))
    .executeTakeFirst()
  return row !== undefined
}

export async function upsertDraft(ctx: Context, draft: Draft): Promise<void> {
  const { fields, saved_at, expires_at, from_ended_session } = draft
  await ctx.db
    .insertInto('drafts')
    .values(draft)
    .onConflict((conflict) => {
      const update = conflict
        .columns(['account_id', 'place'])
        .doUpdateSet({ fields, saved_at, expires_at, from_ended_session })
      // A draft without a session never overwrites one that was saved with a session.
      return from_ended_session ? update.where('drafts.from_ended_session', '=', 1) : update
    })
    .execute()
}

export const deleteDraft = (ctx: Context, account: number, place: string) =>
  ctx.db.deleteFrom('drafts').where('account_id', '=', account).where('place', '=', place).execute()

/** Deletes all but the newest `kept` of an account, those without a session first. */
export const deleteOldestDrafts = (ctx: Context, account: number, kept: number) =>
  ctx.db
    .deleteFrom('drafts')
    .where('account_id', '=', account)
    .where('place', 'in', (drafts) =>
      drafts
        .selectFrom('drafts')
        .select('place')
        .where('account_id', '=', account)
        .orderBy('from_ended_session')
        .orderBy('saved_at', 'desc')
        .limit(1000)
        .offset(kept),
    )
    .execute()

export const listDrafts = (ctx: Context, account: number) =>
  ctx.db
    .selectFrom('drafts')
    .select(['place', 'fields', 'saved_at'])
    .where('account_id', '=', account)
    .where('expires_at', '>', ctx.clock.now())
    .orderBy('place')
    .execute()

/** The answer to a form that was already submitted with this key. */
export async function findAnswerTo(ctx: Context, account: number, key: string): Promise<string | undefined> {
  const row = await ctx.db
    .selectFrom('idempotency_keys')
    .select('answer')
    .where('account_id', '=', account)
    .where('key', '=', key)
    .executeTakeFirst()
  return row?.answer
}
