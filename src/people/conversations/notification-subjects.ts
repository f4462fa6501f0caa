import type { Subject } from '#platform/notifications/subjects.ts'
import { listNames, listReasons, listTexts } from './notification-queries.ts'
import { messagesAreOn } from './policy.ts'

const placeOf = (id: number, message: number | null) =>
  message === null ? `/conversations/${id}` : `/conversations/${id}?message=${message}#message-${message}`

const byId = <Row extends { id: number }>(rows: Row[]) => new Map(rows.map((row) => [row.id, row]))

/** Conversations as subjects of notifications, for their two sides. */
export const conversationsAsSubjects: Subject = {
  type: 'conversation',
  async describe(ctx, reader, pointers) {
    if (!messagesAreOn(ctx)) return new Map()
    const names = byId(await listNames(ctx, reader.id, [...new Set(pointers.map((one) => one.subject_id))]))
    const texts = byId(
      await listTexts(
        ctx,
        pointers.flatMap(({ part_id }) => part_id ?? []),
      ),
    )
    return new Map(
      pointers.flatMap(({ id, subject_id, part_id }) => {
        const other = names.get(subject_id)
        if (!other) return []
        const text = part_id === null ? undefined : texts.get(part_id)
        const permalink = placeOf(subject_id, part_id)
        const href = text?.is_old ? permalink : permalink.replace(/\?[^#]*/, '')
        const title = `Direct messages with ${other.display_name}`
        return [[id, { title, href, permalink, body: text?.body ?? null, number: null }] as const]
      }),
    )
  },
}

/** Reports as subjects of notifications; their kind is only for staff. */
export const reportsAsSubjects: Subject = {
  type: 'message_report',
  async describe(ctx, reader, pointers) {
    if (!messagesAreOn(ctx) || !reader.is_staff) return new Map()
    const reports = byId(await listReasons(ctx, [...new Set(pointers.map((one) => one.subject_id))]))
    return new Map(
      pointers.flatMap(({ id, subject_id }) => {
        const report = reports.get(subject_id)
        if (!report) return []
        const href = `/message-reports/${subject_id}`
        return [
          [id, { title: `Report #${subject_id}`, href, permalink: href, body: report.reason, number: null }] as const,
        ]
      }),
    )
  },
}
