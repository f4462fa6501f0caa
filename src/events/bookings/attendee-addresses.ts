import { z } from 'zod'
import { idText } from '#platform/http/fields.ts'
import { searched } from './schemas.ts'

/** The position from which each list of the page is shown, by its name in the address, and who is looked for. */
export const positions = z.object({
  q: searched,
  after: idText().optional(),
  waiting_after: idText().optional(),
  invited_after: idText().optional(),
})
export type Positions = z.output<typeof positions>
const lists = { booked: 'after', waiting: 'waiting_after', invited: 'invited_after' } as const
export type List = keyof typeof lists

/** Appended to addresses of the page and its forms, to return to the same position. */
export function queryOf(at: Positions): string {
  const given = Object.entries(at).filter(([, value]) => value !== undefined)
  return given.length > 0 ? `?${new URLSearchParams(given as unknown as [string, string][])}` : ''
}

/** The other lists keep their positions. */
export const nextAddress = (id: number, list: List, at: Positions, next: number | null): string | null =>
  next === null ? null : `${address(id, { ...at, [lists[list]]: next })}#${list}-title`

export const address = (id: number, at: Positions = {}) => `/events/${id}/attendees${queryOf(at)}`
