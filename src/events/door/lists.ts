import type { Context } from '#context'
import { getEvent } from '#events/events/events.ts'
import { refuseOthers } from '#events/events/refusals.ts'
import { admissionSpan, type Times } from '#events/events/times.ts'
import { portionOf } from '#platform/http/pagination.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { type AdmissionRow, listAdmissions, listFirstAdmissions } from './admission-queries.ts'

interface Filter {
  limit: number
  before?: number | undefined
  remarked?: boolean
}

/**
 * The admissions, newest first.
 *
 * @throws not-found, forbidden for people who do not manage the event
 */
export async function readAdmissions(ctx: Context, actor: Actor, eventId: number, { limit, ...wanted }: Filter) {
  const event = await getEvent(ctx, actor, eventId)
  refuseOthers(actor, event)
  const { rows, next } = portionOf(await listAdmissions(ctx, eventId, limit + 1, wanted), limit)
  return { event, admissions: rows, next }
}

/** Newest first, optionally from one of them on; only called after `getDoor`. */
export const latestAt = (ctx: Context, door: { id: number; event_id: number }, limit: number, first?: number) =>
  listAdmissions(ctx, door.event_id, limit, { door_id: door.id, before: first && first + 1 })

export interface ToLookAt {
  admission: AdmissionRow
  /** The earlier admission by the same pass. */
  first: AdmissionRow | null
}

const mostToLookAt = 20

/** Wrong admissions by offline doors; only called for people who may see the event's doors. */
export async function listToLookAt(ctx: Context, event: Times & { id: number }): Promise<ToLookAt[]> {
  const rows = await listAdmissions(ctx, event.id, mostToLookAt, { remarked: true })
  const doubles = rows.filter(({ remark }) => remark === 'double').map(({ pass_id }) => pass_id)
  const first = await listFirstAdmissions(ctx, doubles)
  return rows.map((admission) => {
    const { from, to } = admissionSpan(ctx, event, admission.admitted_at)
    const isFirst = ({ pass_id, admitted_at }: AdmissionRow) =>
      pass_id === admission.pass_id && from <= admitted_at && admitted_at < to
    return { admission, first: (admission.remark === 'double' && first.find(isFirst)) || null }
  })
}
