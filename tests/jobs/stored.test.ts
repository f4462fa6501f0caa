import { expect, test } from 'vitest'
import { Worker } from '#platform/jobs/worker.ts'
import { features } from '../../src/features.ts'
import { jobKinds } from '../../src/job-kinds.ts'
import { startApp } from '../support/world.ts'

/** Every kind with each shape of payload that some version has stored. Names and shapes stay: jobs outlive an upgrade. */
const stored: [kind: string, payload: object][] = [
  ['check_event_places', {}],
  ['check_event_places', { after: 7 }],
  ['confirmation_links', { accounts: [{ id: 7, version: 0 }] }],
  ['delete_personal_rows', { account_id: 7 }],
  ['delete_unreadable_messages', { account_id: 7 }],
  ['discard_dead_jobs', { actor_id: 7, until: 0 }],
  ['drop_former_search', {}],
  ['end_staff_waits', { account_id: 7 }],
  [
    'enqueue_further',
    { kind: 'lapse_offer', jobs: [{ payload: { entry_id: 7 }, run_at: 1, dedupe_key: 'lapse_offer:7:1' }] },
  ],
  ['escalate', {}],
  ['event_invitation', { invitation_id: 7 }],
  ['event_invitation', { invitation_id: 7, at: 1 }],
  ['event_invitation_cancelled', { invitation_id: 7 }],
  ['event_invitation_changed', { invitation_id: 7 }],
  ['have_account', { account_id: 7, at: 1 }],
  ['index_backlog', {}],
  ['lapse_offer', { entry_id: 7 }],
  ['leave_events', { account_id: 7 }],
  ['leave_events', { account_id: 7, was_staff: true }],
  ['notice', { account_id: 7, to: 'kim@example.com', subject: 'Changed', sentence: 'Something has changed.', at: 1 }],
  ['notification_mail', { id: 7 }],
  ['notification_mail', { account_id: 7 }],
  ['notification_mail', { account_id: 7, concerns: ['ticket 5'] }],
  ['notification_mail', { account_id: 7, concerns: ['ticket 5'], ids: [7, 8] }],
  ['notification_mails', { ids: [7, 8] }],
  ['offer_places', { event_id: 7 }],
  ['pass_events_on', { actor_id: 7, from_id: 8 }],
  ['pass_events_on', { actor_id: null, from_id: 8 }],
  ['prune', {}],
  ['prune_files', {}],
  ['read_notifications', { account_id: 7, up_to: 9 }],
  ['record_ended_waits', { event_id: 7, actor_id: 8, people: [9], at: 1 }],
  ['release_tickets', { actor_id: 7, assistant_id: 8 }],
  ['release_tickets', { actor_id: null, assistant_id: 8 }],
  ['remind_of_events', {}],
  ['remove_files', { ids: ['none-of-that-name'] }],
  ['rename_in_search', { ticket_id: 7 }],
  ['reset_password', { name: 'kim' }],
  ['reset_password', { accounts: [{ id: 7, version: 2 }] }],
  ['respell_events', { event_id: 7 }],
  ['respell_search', { account_id: 7, ticket_id: 0, next_part: 0 }],
  ['retry_dead_jobs', { actor_id: 7, until: 0 }],
  ['staff_invitation', { invitation_id: 7 }],
  ['tell_of_event', { event_id: 7, action: 'event_cancelled', actor_id: null, list: 0, after: 500 }],
  ['verify_email', { account_id: 7 }],
  ['verify_email', { account_id: 7, version: 2 }],
  ['withdraw_notifications', { account_id: 7 }],
  ['withdraw_notifications', { account_id: 7, before: 9 }],
]

test('a job that another version has stored is done, whatever has become of what it is about', async () => {
  const { ctx } = await startApp()
  const now = ctx.clock.now()
  const queued = { status: 'queued' as const, attempts: 0, run_at: now, created_at: now }
  const jobs = stored.map(([kind, payload]) => ({ ...queued, kind, payload: JSON.stringify(payload) }))
  await ctx.db.deleteFrom('jobs').execute()
  await ctx.db.insertInto('jobs').values(jobs).execute()
  await new Worker(ctx, jobKinds).drain()
  const failed = ctx.db.selectFrom('jobs').select(['kind', 'payload', 'last_error']).where('last_error', 'is not', null)
  expect(await failed.execute()).toEqual([])
})

test('every kind is listed here, once in the registry', () => {
  const kinds = jobKinds.map(({ kind }) => kind).sort()
  expect(kinds).toEqual([...new Set(stored.map(([kind]) => kind))].sort())
})

test('an admin sees the recipient of a job about an invitation, which only its feature knows', () => {
  const kinds = stored.flatMap(([kind, payload]) => ('invitation_id' in payload ? kind : []))
  expect(Object.keys(features.jobsConcern).sort()).toEqual([...new Set(kinds)].sort())
})
