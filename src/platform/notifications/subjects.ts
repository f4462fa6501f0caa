import type { Context } from '#context'
import type { NotificationKind } from '#platform/activity/notification-kind.ts'
import type { Described, Reader, SubjectOf } from './subject.ts'

export type Subject = SubjectOf<Context>

interface Row {
  id: number
  kind: string
  action: string | null
  created_at: number
  subject_type: string
  subject_id: number
  message_id: number | null
  part_id: number | null
}

export type Shown<R extends Row> = Omit<R, 'kind'> & Described & { kind: NotificationKind }

/** Notifications with their subjects, without those whose subject the reader may no longer see. */
export async function describeAll<R extends Row>(ctx: Context, reader: Reader, rows: R[]): Promise<Shown<R>[]> {
  const kinds = new Map(ctx.features.notificationKinds.map((kind) => [kind.name, kind]))
  const known = rows.flatMap(({ kind: name, ...row }) => {
    const kind = kinds.get(name)
    return kind && (reader.is_staff || !kind.staffOnly) ? [{ ...row, kind }] : []
  })
  const found = new Map<number, Described>()
  for (const { type, describe } of ctx.features.subjects) {
    const pointers = known.filter((row) => row.subject_type === type)
    if (pointers.length === 0) continue
    for (const [id, described] of await describe(ctx, reader, pointers)) found.set(id, described)
  }
  return known.flatMap((row) => {
    const described = found.get(row.id)
    return described ? [{ ...row, ...described }] : []
  })
}
