import type { Context } from '#context'
import { isoTimeIn } from '#lib/calendar.ts'
import { csvLine } from '#lib/csv.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { readAttendees } from './lists.ts'

const heading = ['booking_id', 'username', 'name', 'place', 'of', 'type', 'booked_at', 'paid_at']
/** These columns follow the questions, so that earlier columns keep their position for programs. */
const ending = ['holder', 'admitted_at']
const portion = 50

/** A line for each place with its answers, generated one batch of bookings at a time. */
export async function* attendeesCsv(ctx: Context, actor: Actor, eventId: number): AsyncGenerator<string> {
  const { timeZone } = ctx.config
  let after: number | null = 0
  let first = true
  while (after !== null) {
    const { questions, rows, places, next } = await readAttendees(ctx, actor, eventId, { limit: portion, after })
    const lines = rows.flatMap((row) =>
      (places.get(row.id) ?? []).map((place, n) =>
        csvLine([
          row.id,
          row.username,
          row.display_name,
          n + 1,
          row.places,
          place.type_name,
          isoTimeIn(timeZone, row.booked_at),
          row.paid_at === null ? null : isoTimeIn(timeZone, row.paid_at),
          ...questions.map(({ id }) => place.answers.get(id) ?? null),
          place.holder?.username ?? row.username,
          place.used_at === null ? null : isoTimeIn(timeZone, place.used_at),
        ]),
      ),
    )
    const head = first ? csvLine([...heading, ...questions.map(({ label }) => label), ...ending]) : ''
    yield head + lines.join('')
    first = false
    after = next
  }
}
