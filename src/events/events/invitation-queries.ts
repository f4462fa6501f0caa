import { type Insertable, type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely'
import type { Context } from '#context'
import { hasChanged } from '#platform/db/changed-rows.ts'
import { compiledOnce } from '#platform/db/compiled-once.ts'
import type { Schema } from '#platform/db/schema.ts'
import type { InvitationState } from '#platform/db/tables/events.ts'
import { personColumnsOf } from '#platform/identity/people.ts'

export type Invitation = Selectable<Schema['event_invitations']>

/** Each name and address once: a withdrawn invitation is opened again. @returns undefined if already invited */
export async function insertInvitation(
  ctx: Context,
  invitation: Insertable<Schema['event_invitations']>,
): Promise<number | undefined> {
  const { email_key, account_id, invited_at, invited_by, event_ends_at, state } = invitation
  const row = await ctx.db
    .insertInto('event_invitations')
    .values(invitation)
    .onConflict((conflict) =>
      conflict
        .columns(['event_id', email_key ? 'email_key' : 'account_id'])
        .where(sql.ref('email_key'), email_key ? 'is not' : 'is', null)
        .doUpdateSet({
          ...{ state, account_id: account_id ?? null, token_hash: null, invited_at, invited_by },
          ...{ event_ends_at: event_ends_at ?? null, refused_at: null },
        })
        .where('event_invitations.state', '=', 'withdrawn'),
    )
    .returning('id')
    .executeTakeFirst()
  return row?.id
}

export const findInvitation = (ctx: Context, id: number): Promise<Invitation | undefined> =>
  ctx.db.selectFrom('event_invitations').selectAll().where('id', '=', id).executeTakeFirst()

/** How somebody has answered their invitation to an event, by name or address; undefined if not invited. */
export async function findOwnAnswer(
  ctx: Context,
  eventId: number,
  accountId: number,
): Promise<Exclude<InvitationState, 'withdrawn'> | undefined> {
  const [own] = await answerOfAccount(ctx.db, { event_id: eventId, account_id: accountId }, {})
  return own?.state ?? undefined
}

const answerOfAccount = compiledOnce((db, { event_id, account_id }: { event_id: number; account_id: number }) =>
  ownAnswer(db, sql`${event_id}`, account_id),
)

/**
 * Of several invitations of a person an accepted one counts, else the one by name, else one by address: one that was
 * declined before an open one.
 */
const answer = sql<Exclude<InvitationState, 'withdrawn'> | null>`coalesce(
  min(event_invitations.state) filter (where event_invitations.state = 'accepted' or event_invitations.email_key is null),
  min(event_invitations.state))`.as('state')

/** How the viewer has answered the invitation to an event, as a subquery. */
export const ownAnswer = (db: Context['db'], eventId: RawBuilder<number>, accountId: number) =>
  db
    .selectFrom('event_invitations')
    .select(answer)
    .where('event_invitations.event_id', '=', eventId)
    .where('event_invitations.account_id', '=', accountId)
    .where('event_invitations.state', '<>', sql.lit('withdrawn'))

/**
 * Sets the state of somebody's invitations that are in one of these states. For somebody invited by name only that
 * invitation changes: otherwise the host would see whose the address is.
 *
 * @returns the changed invitations
 */
export const answerInvitation = (
  ctx: Context,
  eventId: number,
  accountId: number,
  from: InvitationState[],
  state: InvitationState,
): Promise<{ email: string | null }[]> =>
  answered(ctx.db, { event_id: eventId, account_id: accountId }, { from, state })

const byName = sql<SqlBool>`(event_invitations.email_key is null or event_invitations.state = 'accepted' or not exists (
  select 1 from event_invitations as named where named.event_id = event_invitations.event_id
    and named.account_id = event_invitations.account_id and named.email_key is null and named.state <> 'withdrawn'))`

interface Answered {
  from: InvitationState[]
  state: InvitationState
}

const answered = compiledOnce(
  (db, { event_id, account_id }: { event_id: number; account_id: number }, { from, state }: Answered) =>
    db
      .updateTable('event_invitations')
      .set({ state: sql.lit(state) })
      .where('event_id', '=', event_id)
      .where('account_id', '=', account_id)
      .where(
        'state',
        'in',
        from.map((one) => sql.lit(one)),
      )
      .where(byName)
      .returning('email'),
)

/** @returns false if it was withdrawn already */
export const endInvitation = (ctx: Context, id: number): Promise<boolean> =>
  hasChanged(
    ctx.db
      .updateTable('event_invitations')
      .set({ state: 'withdrawn' })
      .where('id', '=', id)
      .where('state', '<>', 'withdrawn'),
  )

/** The invitations that are not withdrawn, after an id; with names, except for those by address. */
export const listInvited = (ctx: Context, eventId: number, limit: number, after: number) =>
  ctx.db
    .selectFrom('event_invitations')
    .leftJoin('accounts', (join) =>
      join.onRef('accounts.id', '=', 'event_invitations.account_id').on('event_invitations.email', 'is', null),
    )
    .select([
      'event_invitations.id',
      'event_invitations.email',
      'event_invitations.state',
      'event_invitations.account_id',
      'event_invitations.refused_at',
      ...personColumnsOf('accounts'),
    ])
    .where('event_invitations.event_id', '=', eventId)
    .where('event_invitations.state', '<>', 'withdrawn')
    .where('event_invitations.id', '>', after)
    .orderBy('event_invitations.id')
    .limit(limit)
    .execute()
