import type { Context } from '#context'
import { isoTimeIn } from '#lib/calendar.ts'
import { csvLine } from '#lib/csv.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { readAttendees } from './lists.ts'

const heading = ['booking_id', 'username', 'name', 'place', 'of', 'type', 'booked_at', 'paid_at']
/** Behind the questions: programs that read the file by columns find the others where they were. */
const ending = ['holder', 'admitted_at']
const portion = 200

/** One line for each place, with what was answered for it; each piece is what one portion of bookings makes. */
export async function* attendeesCsv(ctx: Context, actor: Actor, eventId: number): AsyncGenerator<string> {
  const { timeZone } = ctx.config
  let after: number | null = 0
  let first = true
  while (after !== null) {
    const { questions, rows, places, next } = await readAttendees(ctx, actor, eventId, portion, after)
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
