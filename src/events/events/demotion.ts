import { z } from 'zod'
import type { Context } from '#context'
import { withTransaction } from '#platform/db/transaction.ts'
import { defineJob } from '#platform/jobs/define-job.ts'
import { enqueue } from '#platform/jobs/jobs.ts'
import { endWaitOfUninvited } from './invitations.ts'
import { lockAnyEvent } from './queries.ts'
import { listWaitsByInvitation } from './waiting-queries.ts'

/** Staff can join the waiting list of an invite-only event, which lets them see and book it: a former colleague must not. */
export async function endStaffWaits(ctx: Context, { account_id }: { account_id: number }): Promise<void> {
  await enqueue(ctx, staffWaitsJob, { account_id })
}

async function endWaits(ctx: Context, { account_id }: { account_id: number }): Promise<void> {
  for (const id of await listWaitsByInvitation(ctx, account_id))
    await withTransaction(ctx, async (ctx) => {
      const event = await lockAnyEvent(ctx, id)
      if (event) await endWaitOfUninvited(ctx, null, event, account_id)
    })
}

export const staffWaitsJob = defineJob('end_staff_waits', z.object({ account_id: z.int() }), endWaits)
