import { randomBytes } from 'node:crypto'
import { type Kysely, sql } from 'kysely'

const portion = 500
const signs = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

interface Place {
  id: number
  event_id: number
  holder_id: number
  type_number: number
}

/** Every place that is booked already gets its pass, some hundred with each statement. */
export async function up(db: Kysely<unknown>) {
  let after = 0
  for (;;) {
    const { rows } = await sql<Place>`
      select booked_places.id, bookings.event_id, bookings.account_id as holder_id,
        coalesce(event_types.number, 0) as type_number
      from booked_places
      join bookings on bookings.id = booked_places.booking_id
      left join event_types on event_types.id = booked_places.type_id
      where booked_places.id > ${after} and bookings.cancelled_at is null
      order by booked_places.id limit ${portion}`.execute(db)
    const last = rows.at(-1)
    if (!last) return
    const values = rows.map(
      ({ id, event_id, holder_id, type_number }) =>
        sql`(${id}, ${event_id}, ${holder_id}, ${randomBytes(8).toString('hex')}, ${shortCode()}, 1, ${type_number})`,
    )
    await sql`
      insert into passes (place_id, event_id, holder_id, public_id, short_code, generation, type_number)
      values ${sql.join(values)}`.execute(db)
    after = last.id
  }
}

const shortCode = () => Array.from(randomBytes(8), (byte) => signs[byte % 32]).join('')
