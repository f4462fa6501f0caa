import { z } from 'zod'
import type { Context } from '#context'
import { record, recordAll } from '#platform/activity/record.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { defineJob } from '#platform/jobs/define-job.ts'
import { enqueue } from '#platform/jobs/jobs.ts'
import type { LockedTicket } from './queries.ts'
import { lockColleague } from './recipient-queries.ts'
import { ticketReleased } from './release-activity.ts'
import { refreshNewestMessages, releaseTicketsOf } from './release-queries.ts'

/** Releases a ticket from an assistant who has left the desk: nobody would deal with it. @returns the System line */
export async function dropFormerStaff(
  ctx: Context,
  actor: Actor,
  { assistant_id, ...ticket }: LockedTicket,
  now: number,
): Promise<number | null> {
  if (assistant_id === null) return null
  return record(ctx, ticketReleased, { actor_id: actor.id, ticket: { ...ticket, assistant_id } }, now)
}

/** Tickets released in one transaction, so that nobody waits for it; a job releases the rest. */
const portion = 50

/**
 * Releases all open tickets that a person who leaves the desk had claimed. The account is locked, so this waits for no
 * ticket: whoever has locked one may be waiting for the account, to assign the ticket to it. The job releases those.
 *
 * @param actor_id the admin who removes them; null for the command line
 */
export const releaseAllOf = (ctx: Context, actor_id: number | null, assistant_id: number): Promise<void> =>
  releasePortion(ctx, { actor_id, assistant_id }, false)

async function releasePortion(ctx: Context, leaving: Leaving, waits: boolean): Promise<void> {
  const { actor_id, assistant_id } = leaving
  const now = ctx.clock.now()
  const { tickets, more } = await releaseTicketsOf(ctx, assistant_id, portion, waits)
  const facts = tickets.map((ticket) => ({ actor_id, ticket: { ...ticket, assistant_id } }))
  await recordAll(ctx, ticketReleased, facts, now)
  await refreshNewestMessages(
    ctx,
    tickets.map(({ id }) => id),
    now,
  )
  if (more) await enqueue(ctx, releaseJob, leaving)
}

const payload = z.object({ actor_id: z.int().nullable(), assistant_id: z.int() })
type Leaving = z.output<typeof payload>

/** Does nothing if the person is on staff again. */
async function releaseMore(ctx: Context, leaving: Leaving) {
  if (!(await lockColleague(ctx, leaving.assistant_id))) await releasePortion(ctx, leaving, true)
}

export const releaseJob = defineJob('release_tickets', payload, releaseMore, { inTransaction: true })
