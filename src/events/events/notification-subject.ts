import { formatTime } from '#lib/format-time.ts'
import type { Subject } from '#platform/notifications/subjects.ts'
import { cancelledKind, passKind } from './notification-kinds.ts'
import { listSubjects } from './notification-queries.ts'

/** Events as what notifications are about; none where events are switched off. */
export const eventsAsSubjects: Subject = {
  type: 'event',
  async describe(ctx, reader, pointers) {
    if (!ctx.settings.current.events) return new Map()
    const events = await listSubjects(ctx, reader, [...new Set(pointers.map((one) => one.subject_id))])
    const byId = new Map(events.map((event) => [event.id, event]))
    return new Map(
      pointers.flatMap(({ id, kind, subject_id }) => {
        const event = byId.get(subject_id)
        if (!event) return []
        const when = [formatTime(ctx, event.starts_at).full, event.location].filter(Boolean).join(' · ')
        const body = kind.name === cancelledKind.name && event.cancel_reason ? event.cancel_reason : when
        const href = kind.name === passKind.name ? `/events/${subject_id}/passes` : `/events/${subject_id}`
        return [[id, { title: event.title, href, permalink: href, body, number: null }] as const]
      }),
    )
  },
}
