import type { Subject } from '#platform/notifications/subjects.ts'
import { listSubjects, listTexts } from './notification-queries.ts'
import { maySee, seesInternal } from './visibility.ts'

const placeOf = (ticket: number, message: number | null) =>
  message === null ? `/tickets/${ticket}` : `/tickets/${ticket}?message=${message}#message-${message}`

/** Tickets as subjects of notifications: former staff no longer see anything of others' tickets. */
export const ticketsAsSubjects: Subject = {
  type: 'ticket',
  async describe(ctx, reader, pointers) {
    const tickets = new Map(
      (await listSubjects(ctx, [...new Set(pointers.map((one) => one.subject_id))])).map((ticket) => [
        ticket.id,
        ticket,
      ]),
    )
    const texts = new Map(
      (
        await listTexts(
          ctx,
          pointers.flatMap((one) => one.message_id ?? []),
        )
      ).map((text) => [text.id, text]),
    )
    return new Map(
      pointers.flatMap(({ id, kind, subject_id, message_id }) => {
        const ticket = tickets.get(subject_id)
        if (!ticket || !(kind.staffOnly ? seesInternal : maySee)(reader, ticket)) return []
        const text = message_id === null ? undefined : texts.get(message_id)
        const permalink = placeOf(subject_id, message_id)
        const href = text?.is_old ? permalink : permalink.replace(/\?[^#]*/, '')
        return [[id, { title: ticket.title, number: subject_id, href, permalink, body: text?.body ?? null }] as const]
      }),
    )
  },
}
