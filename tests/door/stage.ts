import { encodeCode, type PassCode } from '#events/passes/code.ts'
import { signingKey } from '#events/passes/keys.ts'
import { showPass } from '#events/passes/showings.ts'
import { book, startHouse } from '../events/stage.ts'
import type { Member } from '../support/people.ts'
import type { AppOptions, World } from '../support/world.ts'

export interface Pass {
  id: number
  event_id: number
  booking_id: number
  holder: Member
}

const slot = 15_000

/**
 * Shows a pass as its holder's page does, which makes earlier codes invalid.
 *
 * @returns the code of a slot that has just begun
 */
export async function show({ ctx, clock }: World, pass: Pass, by: Member = pass.holder): Promise<string> {
  clock.advance((slot - (clock.now() % slot)) % slot)
  const { codes } = await showPass(ctx, by.actor, pass.id)
  return (codes[0] as { text: string }).text
}

/** A signed code of the present showing, with any content. */
export async function mint({ ctx }: World, pass: Pass, change: Partial<PassCode> = {}): Promise<string> {
  const row = await ctx.db.selectFrom('passes').selectAll().where('id', '=', pass.id).executeTakeFirstOrThrow()
  const { id, key } = await signingKey(ctx)
  const seconds = Math.floor(ctx.clock.now() / 1000)
  const code: PassCode = {
    ...{ key_id: id, event_id: row.event_id, public_id: row.public_id, type_number: row.type_number },
    ...{ generation: row.generation, slot_start: seconds, lifetime: 20, hard_end: seconds + 30 * 24 * 3600 },
    tag: row.tag as string,
    ...change,
  }
  return encodeCode(code, key)
}

/** A house with an event at which two people have a pass each, and a door of it. */
export async function startDoor(options: AppOptions = {}) {
  const house = await startHouse(options)
  const { world, host, kim, lee, create } = house
  const event_id = await create()
  const passOf = async (holder: Member, event = event_id, body: object = {}): Promise<Pass> => {
    const { id } = (await book(holder, event, body)).body
    const { id: pass } = await world.ctx.db
      .selectFrom('passes')
      .innerJoin('booked_places', 'booked_places.id', 'passes.place_id')
      .select('passes.id')
      .where('booked_places.booking_id', '=', id)
      .orderBy('passes.id')
      .executeTakeFirstOrThrow()
    return { id: pass, event_id: event, booking_id: id, holder }
  }
  const openDoor = async (name = 'Main entrance', event = event_id, by: Member = host): Promise<number> =>
    (await by.api.post(`/events/${event}/doors`, { name }).expect(201)).body.id
  const door = await openDoor()
  const scan = async (code: string, more: { door?: number; scan_id?: string; by?: Member } = {}) => {
    const { door: at = door, by = host, ...rest } = more
    return (await by.api.post(`/doors/${at}/scans`, { code, ...rest }).expect(200)).body
  }
  return { ...house, event_id, door, openDoor, passOf, scan, kimsPass: () => passOf(kim), leesPass: () => passOf(lee) }
}

export const shortCodeOf = async ({ ctx }: World, { id }: Pass): Promise<string> =>
  (await ctx.db.selectFrom('passes').select('short_code').where('id', '=', id).executeTakeFirstOrThrow()).short_code
