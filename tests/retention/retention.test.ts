import type { Insertable } from 'kysely'
import { expect, test } from 'vitest'
import type { Context } from '#context'
import { bookPlaces } from '#events/bookings/bookings.ts'
import { issuePurchaseToken } from '#events/bookings/purchase-tokens.ts'
import { createEvent } from '#events/events/events.ts'
import { newEvent } from '#events/events/schemas.ts'
import { openConversation } from '#people/conversations/queries.ts'
import { deleteSurplus, retention, surplusBefore } from '#platform/db/retention.ts'
import type { Schema } from '#platform/db/schema.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { enqueue } from '#platform/jobs/jobs.ts'
import { pruningJob } from '#platform/jobs/pruning.ts'
import { Worker } from '#platform/jobs/worker.ts'
import { jobKinds, schedules } from '../../src/job-kinds.ts'
import { retentions } from '../../src/retained-tables.ts'
import { anEvent } from '../events/stage.ts'
import { day, hour } from '../support/clock.ts'
import { workOff } from '../support/letters.ts'
import { startDesk } from '../tickets/desk.ts'

const settings = {
  NOTIFICATION_RETENTION_DAYS: '3',
  FAILED_LOGIN_RETENTION_DAYS: '4',
  LINK_RETENTION_DAYS: '5',
  JOB_RETENTION_DAYS: '6',
  DEAD_JOB_RETENTION_DAYS: '7',
  CAPTURED_MAIL_RETENTION_DAYS: '8',
  IDEMPOTENCY_RETENTION_HOURS: '9',
}
const { world, customer, anna, open } = await startDesk({ env: settings })
const { ctx, clock } = world
const ticket_id = await open()
const conversation_id = await withTransaction(
  ctx,
  async (ctx) => (await openConversation(ctx, customer.id, anna.id)).conversation.id,
)
const event_id = await createEvent(ctx, anna.actor, newEvent.parse(anEvent(world)))
const account_id = customer.id
await bookPlaces(ctx, customer.actor, event_id, {
  purchase_token: issuePurchaseToken(ctx, account_id, event_id).token,
  places: [{ type_id: null, answers: {} }],
})
const { pass_id } = await ctx.db.selectFrom('passes').select('id as pass_id').executeTakeFirstOrThrow()

let rows = 0
const text = () => `row-${rows++}`
type Make<T extends keyof Schema> = (at: number) => Insertable<Schema[T]>
const made = <T extends keyof Schema>(table: T, name: string, keptFor: number, row: Make<T>) =>
  [`${table}: ${name}`, { table, keptFor, row: row as Make<keyof Schema> }] as const

const job = (status: 'succeeded' | 'dead' | 'queued' | 'processing') => (run_at: number) => {
  const leased_until = status === 'processing' ? clock.now() + day : null
  // A kind that the test's worker does not run.
  return { kind: text(), payload: '{}', status, attempts: 1, run_at, created_at: run_at, leased_until }
}
const notification = { account_id, subject_type: 'ticket', subject_id: ticket_id, kind: 'message' } as const
const session = { account_id, created_at: 0, last_seen_at: 0, second_factor_required: 0 }

/** How long rows are kept: one of exactly that age stays, and one that is a millisecond older is deleted. */
const cases = [
  made('sessions', 'expired', 0, (expires_at) => ({ ...session, id: text(), expires_at })),
  made('setup_codes', 'expired', 0, (expires_at) => ({ code_hash: text(), expires_at })),
  made('passkey_challenges', 'expired', 0, (expires_at) => ({ challenge: text(), expires_at })),
  made('api_tokens', 'expired', 30 * day, (expires_at) => ({
    token_hash: text(),
    account_id,
    name: 'Printer',
    scopes: 'read',
    created_at: 0,
    expires_at,
  })),
  made('staff_invitations', 'over', 5 * day, (expires_at) => ({
    ...{ email: '', email_key: '', account_type: 'assistant' as const, invited_by: account_id, invited_at: 0 },
    ...{ expires_at, mailed: 1, token_hash: text(), state: 'withdrawn' as const },
  })),
  made('pass_showings', 'shown', day, (shown_at) => ({ pass_id, tag: text(), session_id: text(), shown_at })),
  made('account_tokens', 'expired', 5 * day, (expires_at) => ({
    token_hash: text(),
    account_id,
    purpose: 'verify_email' as const,
    email: 'a@example.com',
    created_at: 0,
    expires_at,
  })),
  made('failed_logins', 'at', 4 * day, (at) => ({
    at,
    name_tried: text(),
    name_key: text(),
    reason: 'wrong' as const,
  })),
  made('known_addresses', 'seen', 180 * day, (last_seen_at) => ({
    account_id,
    address_key: text(),
    credentials_version: 0,
    last_seen_at,
  })),
  made('refused_attempts', 'hour', 4 * day, (hour) => ({ hour, address: text(), kind: 'link', count: 1, last_at: 0 })),
  made('rate_limits', 'over', 0, (ends_at) => ({ bucket: text(), used: 1, ends_at })),
  made('idempotency_keys', 'given', 9 * hour, (created_at) => ({
    account_id,
    key: text(),
    request_hash: '',
    answer: '',
    created_at,
  })),
  made('drafts', 'expired', 0, (expires_at) => ({
    account_id,
    place: text(),
    fields: '{}',
    saved_at: 0,
    expires_at,
    from_ended_session: 0,
  })),
  made('doors', 'of an event that is over', 0, (expires_at) => ({
    ...{ event_id, account_id, name: text(), opened_at: 0, seen_at: 0, expires_at },
  })),
  made('event_invitations', 'of an address, after the event', 30 * day, (event_ends_at) => {
    const email = `${text()}@example.com`
    const invited = { invited_by: account_id, invited_at: 0, state: 'open' as const }
    return { ...invited, event_id, email, email_key: email, event_ends_at }
  }),
  made('conversation_reports', 'settled', 365 * day, (settled_at) => ({
    conversation_id,
    reporter_id: account_id,
    reason: text(),
    last_message_id: 0,
    reported_at: 0,
    settled_at,
    decision: '',
  })),
  made('jobs', 'done', 6 * day, job('succeeded')),
  made('jobs', 'dead', 7 * day, job('dead')),
  made('jobs', 'under way', Number.POSITIVE_INFINITY, job('processing')),
  made('sent_mails', 'sent', 3 * day, (sent_at) => ({ message_id: text(), sent_at })),
  made('captured_mails', 'caught', 8 * day, (captured_at) => ({
    recipient: 'a@example.com',
    subject: '',
    text: '',
    html: '',
    captured_at,
  })),
  made('notifications', 'read', 3 * day, (read_at) => ({ ...notification, created_at: 0, read_at })),
  made('notifications', 'unread', 6 * day, (created_at) => ({ ...notification, created_at })),
]

const insert = (table: keyof Schema, values: object[]) =>
  ctx.db
    .insertInto(table)
    .values(values as never)
    .execute()
const count = async (table: keyof Schema) => (await ctx.db.selectFrom(table).selectAll().execute()).length

async function prune(here: Context = ctx) {
  await enqueue(here, pruningJob, {})
  return workOff({ ...world, ctx: here })
}

test('every rule is tried', () => {
  const tried = new Set(cases.map(([, { table }]) => table))
  expect([...tried].sort()).toEqual([...new Set(retentions.map(({ table }) => table))].sort())
})

test.each(cases)('%s, is kept for its time and then deleted', async (_name, { table, keptFor, row }) => {
  await prune()
  const before = await count(table)
  const age = Number.isFinite(keptFor) ? keptFor : 3650 * day
  await insert(table, [row(clock.now() - age), row(clock.now() - age - 1), row(clock.now() + day)])
  await prune()
  // The pruning job leaves a row itself.
  const own = table === 'jobs' ? 1 : 0
  expect((await count(table)) - before).toBe((Number.isFinite(keptFor) ? 2 : 3) + own)
})

// Doors and invitations may be of an event in five years.
test.each(cases)(
  '%s, is deleted also where a clock that was ahead dated it',
  async (_name, { table, keptFor, row }) => {
    await prune()
    const before = await count(table)
    await insert(table, [row(clock.now() + 29 * day), row(clock.now() + 3650 * day)])
    await prune()
    const own = table === 'jobs' ? 1 : 0
    expect((await count(table)) - before).toBe((Number.isFinite(keptFor) ? 1 : 2) + own)
  },
)

test('a clock that is behind, as of a machine that has just started, deletes nothing', async () => {
  // Pruning leaves a job itself.
  const tables = retentions.map(({ table }) => table).filter((table) => table !== 'jobs')
  const kept = await Promise.all(tables.map(count))
  expect(kept).not.toContain(0)
  const right = clock.now()
  clock.advance(-3650 * day)
  await prune()
  clock.advance(right - clock.now())
  expect(await Promise.all(tables.map(count))).toEqual(kept)
})

test('of what strangers can cause only so many stay, however young: the newest', async () => {
  const rule = retention({ table: 'captured_mails', key: ['id'], column: 'captured_at', keepFor: () => day, most: 3 })
  const mail = { recipient: 'a@example.com', subject: '', text: '', html: '' }
  await ctx.db.deleteFrom('captured_mails').execute()
  expect(await surplusBefore(ctx, rule)).toBeNull()
  await insert(
    'captured_mails',
    [1, 2, 3, 4, 5, 6].map((n) => ({ ...mail, captured_at: clock.now() + n })),
  )
  expect(await deleteSurplus(ctx, rule, (await surplusBefore(ctx, rule)) ?? 0, 100)).toBe(2)
  const left = await ctx.db.selectFrom('captured_mails').select('captured_at').orderBy('captured_at').execute()
  // The newest row beyond the maximum marks the time, and is kept itself.
  expect(left.map(({ captured_at }) => captured_at - clock.now())).toEqual([3, 4, 5, 6])
})

test('many are deleted a portion at a time', async () => {
  const ends_at = clock.now() - 1
  await insert(
    'rate_limits',
    Array.from({ length: 1200 }, () => ({ bucket: text(), used: 1, ends_at })),
  )
  await prune()
  expect(await ctx.db.selectFrom('rate_limits').selectAll().where('ends_at', '<=', ends_at).execute()).toEqual([])
})

test('a table that fails holds up no other, and the job is tried again', async () => {
  await insert('rate_limits', [{ bucket: text(), used: 1, ends_at: 1 }])
  const config = { ...ctx.config, retention: { ...ctx.config.retention } }
  Object.defineProperty(config.retention, 'capturedMails', {
    get() {
      throw new Error('a fault')
    },
  })
  await prune({ ...ctx, config })
  expect(await ctx.db.selectFrom('rate_limits').selectAll().where('ends_at', '=', 1).execute()).toEqual([])
  const [failed] = await ctx.db.selectFrom('jobs').selectAll().where('last_error', '=', 'a fault').execute()
  expect(failed).toMatchObject({ kind: 'prune', status: 'queued', attempts: 1 })
})

test('a worker alone prunes as soon as it has started', async () => {
  await insert('rate_limits', [{ bucket: text(), used: 1, ends_at: 2 }])
  const old = ctx.db.selectFrom('rate_limits').selectAll().where('ends_at', '=', 2)
  const worker = new Worker(ctx, jobKinds, schedules)
  worker.start()
  await expect.poll(() => old.execute()).toEqual([])
  await worker.stop()
})
