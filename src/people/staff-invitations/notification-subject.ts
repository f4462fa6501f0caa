import type { Subject } from '#platform/notifications/subjects.ts'
import { listColleagues } from './notification-queries.ts'

/** An account as subject of a notification: the new colleague. */
export const colleaguesAsSubjects: Subject = {
  type: 'colleague',
  async describe(ctx, reader, pointers) {
    if (!reader.is_staff) return new Map()
    const colleagues = await listColleagues(ctx, [...new Set(pointers.map(({ subject_id }) => subject_id))])
    const byId = new Map(colleagues.map((one) => [one.id, one]))
    return new Map(
      pointers.flatMap(({ id, subject_id }) => {
        const colleague = byId.get(subject_id)
        if (!colleague) return []
        const title = `${colleague.display_name} (${colleague.account_type})`
        const href = `/accounts/${subject_id}`
        return [[id, { title, href, permalink: href, body: null, number: null }] as const]
      }),
    )
  },
}
