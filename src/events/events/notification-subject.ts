import type { Context } from '#context'
import { formatTime } from '#lib/format-time.ts'
import type { Described, Pointer } from '#platform/notifications/subject.ts'
import type { Subject } from '#platform/notifications/subjects.ts'
import { cancelledKind, passKind } from './notification-kinds.ts'
import { listLost, listSubjects, losses } from './notification-queries.ts'

/** Events as what notifications are about; none where events are switched off. */
export const eventsAsSubjects: Subject = {
  type: 'event',
  async describe(ctx, reader, pointers) {
    if (!ctx.settings.current.events) return new Map()
    const events = await listSubjects(ctx, reader, idsOf(pointers))
    const byId = new Map(events.map((event) => [event.id, event]))
    const seen = pointers.flatMap(({ id, kind, subject_id }) => {
      const event = byId.get(subject_id)
      if (!event) return []
      const body =
        kind.name === cancelledKind.name && event.cancel_reason ? event.cancel_reason : whenAndWhere(ctx, event)
      const href = kind.name === passKind.name ? `/events/${subject_id}/passes` : `/events/${subject_id}`
      return [[id, { title: event.title, href, permalink: href, body, number: null }] as const]
    })
    const lost = pointers.filter(({ action, subject_id }) => losses.includes(action) && !byId.has(subject_id))
    return new Map([...seen, ...(await describeLost(ctx, lost))])
  },
}

/** Whoever lost the sight of an event with a place reads which it was, and nothing of what was changed since. */
async function describeLost(ctx: Context, pointers: Pointer[]): Promise<[number, Described][]> {
  if (pointers.length === 0) return []
  const byId = new Map((await listLost(ctx, idsOf(pointers))).map((event) => [event.id, event]))
  const nowhere = { href: '/events', permalink: '/events', number: null }
  return pointers.flatMap(({ id, subject_id, created_at }): [number, Described][] => {
    const event = byId.get(subject_id)
    if (!event) return []
    const isAsKnown = event.changed_at < created_at
    const known = isAsKnown ? { title: event.title, body: whenAndWhere(ctx, event) } : { title: 'An event', body: null }
    return [[id, { ...known, ...nowhere }]]
  })
}

const idsOf = (pointers: Pointer[]) => [...new Set(pointers.map((one) => one.subject_id))]

const whenAndWhere = (ctx: Context, { starts_at, location }: { starts_at: number; location: string }) =>
  [formatTime(ctx, starts_at).full, location].filter(Boolean).join(' · ')
