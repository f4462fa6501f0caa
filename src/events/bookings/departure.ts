import { z } from 'zod'
import type { Context, ErasedPerson, Leaving } from '#context'
import { cancelLocked } from '#events/events/cancellation.ts'
import {
  countConcerning,
  deleteInvitationsOf,
  listConcerning,
  lockAnyEvent,
  passEventsOn,
} from '#events/events/hosts.ts'
import type { EventRow } from '#events/events/queries.ts'
import { startOfToday } from '#events/events/times.ts'
import { leaveLocked } from '#events/events/waiting-entries.ts'
import { returnAllOf } from '#events/passes/handover.ts'
import { placesNotIn } from '#events/passes/issuing.ts'
import { isUsable } from '#people/accounts/account-lock.ts'
import { longestRequest } from '#platform/db/timeouts.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { findAccount } from '#platform/identity/account-queries.ts'
import { defineJob } from '#platform/jobs/define-job.ts'
import { enqueue } from '#platform/jobs/jobs.ts'
import { cancelLockedBooking } from './cancellation.ts'
import { separatePlaces } from './parts.ts'
import { deleteAnswersOf, deleteReasonsOf, listStanding } from './personal-queries.ts'
import type { Booking } from './queries.ts'

/** Frees the places of somebody who has left; in a job, as each event's row must be locked. */
export async function leaveEvents(
  ctx: Context,
  { account_id, was_staff }: { account_id: number; was_staff: boolean },
): Promise<void> {
  await enqueue(ctx, departureJob, { account_id, was_staff })
  // A second job handles bookings by requests that were admitted before.
  await enqueue(ctx, departureJob, { account_id, was_staff }, { run_at: ctx.clock.now() + longestRequest })
}

/** What `leave` would do now, and what happens to events that a colleague hosts. */
export async function effectsOnEvents(ctx: Context, { account_id, is_staff, how }: Leaving): Promise<string[]> {
  const isErased = how === 'deleted'
  const { hosted, places, waiting, handed } = await countConcerning(ctx, account_id, untilOf(isErased))
  const where = isErased ? 'upcoming events' : 'upcoming and current events'
  return [
    ...(hosted > 0 ? [is_staff ? passedOn(hosted) : cancelled(hosted)] : []),
    ...(places > 0 ? [`Places booked at ${where} (${places}) are given back.`] : []),
    ...(handed > 0 ? [`Places that others have handed over (${handed}) go back to them.`] : []),
    ...(waiting > 0 ? [`The account leaves its waiting lists (${waiting}).`] : []),
  ]
}

const passedOn = (count: number) => `Upcoming events that this account hosts (${count}) pass to an admin.`
const cancelled = (count: number) =>
  `Upcoming events that this account hosts (${count}) are cancelled for good, and everybody with a place is notified.`

/** Answers and invitations are personal and are deleted at once. */
export async function eraseFromEvents(ctx: Context, { account_id, email_key, was_staff }: ErasedPerson): Promise<void> {
  await deletePersonal(ctx, account_id, email_key)
  await leaveEvents(ctx, { account_id, was_staff })
}

async function deletePersonal(ctx: Context, account_id: number, email_key: string | null): Promise<void> {
  await deleteAnswersOf(ctx, account_id)
  await deleteReasonsOf(ctx, account_id)
  await deleteInvitationsOf(ctx, account_id, email_key)
}

/** A suspended person loses places at current events too; of an erased person the record that they attended stays. */
const untilOf = (isErased: boolean) => (isErased ? 'starts_at' : 'ends_at')

/** Removes somebody who is suspended or erased from every event. */
async function leave(ctx: Context, { account_id, was_staff }: z.output<typeof departed>): Promise<void> {
  const account = await findAccount(ctx, account_id)
  const isErased = account !== undefined && account.deleted_at !== null
  const tomorrow = startOfToday(ctx, 1)
  let goesOn = false
  for (const id of await listConcerning(ctx, account_id, untilOf(isErased)))
    await withTransaction(ctx, async (ctx) => {
      const event = await lockAnyEvent(ctx, id)
      // The account may have been reinstated before the job runs.
      if (!event || event.cancelled_at !== null || !(await isGone(ctx, account_id))) return
      if (event.host_id === account_id && event.starts_at > ctx.clock.now())
        return was_staff
          ? passEventsOn(ctx, null, account_id)
          : cancelLocked(ctx, event, 'The host is no longer here.', { actor_id: null })
      for (const booking of await listStanding(ctx, id, account_id)) await freePlaces(ctx, event, booking)
      await returnAllOf(ctx, event, account_id)
      await leaveLocked(ctx, event, account_id)
      goesOn ||= !isErased && tomorrow < event.ends_at
    })
  // Runs again tomorrow: a person who was admitted today must not be admitted on the next day.
  if (goesOn) await enqueue(ctx, departureJob, { account_id, was_staff }, { run_at: tomorrow })
  if (isErased) await withTransaction(ctx, (ctx) => deletePersonal(ctx, account_id, null))
}

/** Frees the places of a booking but those of people who are in. */
async function freePlaces(ctx: Context, event: EventRow, { id, account_id }: Pick<Booking, 'id' | 'account_id'>) {
  const places = await placesNotIn(ctx, event, id)
  if (places.length === 0) return
  const part = await separatePlaces(ctx, id, places)
  await cancelLockedBooking(ctx, event, { id: part, account_id, ...(part !== id && { part_of: id }) }, account_id)
}

/** Whether somebody is suspended or erased. */
export async function isGone(ctx: Context, accountId: number): Promise<boolean> {
  const account = await findAccount(ctx, accountId)
  return account !== undefined && !isUsable(account)
}

const departed = z.object({ account_id: z.int(), was_staff: z.boolean().default(false) })

export const departureJob = defineJob('leave_events', departed, leave)
