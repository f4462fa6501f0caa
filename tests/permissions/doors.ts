import { bookPlaces } from '#events/bookings/bookings.ts'
import { issuePurchaseToken } from '#events/bookings/purchase-tokens.ts'
import { openDoor } from '#events/door/doors.ts'
import { admitByName } from '#events/door/scans.ts'
import { createEvent } from '#events/events/events.ts'
import { newEvent } from '#events/events/schemas.ts'
import { anEvent } from '../events/stage.ts'
import type { Member } from '../support/people.ts'
import type { World } from '../support/world.ts'
import type { Stage } from './stage.ts'
import type { Row } from './table.ts'

/** A door of an event that staff host, the owner's pass for it, and the owner's admission where a row needs one. */
export interface DoorStage {
  event_id: number
  door_id: number
  pass_id: number
  short_code: string
  admission_id: number
  /** The present time of the test's clock. */
  now: string
}

const none: DoorStage = { event_id: 0, door_id: 0, pass_id: 0, short_code: '', admission_id: 0, now: '' }

export async function prepareDoor(
  { ctx }: World,
  { path }: Pick<Row, 'path'>,
  owner: Member,
  desk: Member,
): Promise<DoorStage> {
  if (!/^\/(doors|admissions|live)\b/.test(path)) return none
  const event_id = await createEvent(ctx, desk.actor, newEvent.parse(anEvent({ clock: ctx.clock } as World)))
  const { token } = issuePurchaseToken(ctx, owner.id, event_id)
  const places = [{ type_id: null, answers: {} }]
  await bookPlaces(ctx, owner.actor, event_id, { purchase_token: token, places })
  const { id: pass_id, short_code } = await ctx.db
    .selectFrom('passes')
    .select(['id', 'short_code'])
    .where('event_id', '=', event_id)
    .executeTakeFirstOrThrow()
  const door_id = await openDoor(ctx, desk.actor, event_id, 'Entrance')
  const stage = { ...none, event_id, door_id, pass_id, short_code, now: new Date(ctx.clock.now()).toISOString() }
  if (!/undo$/.test(path)) return stage
  const { admission_id } = await admitByName(ctx, desk.actor, door_id, { pass_id, scan_id: `scan${pass_id}` })
  return { ...stage, admission_id: admission_id ?? 0 }
}

const nothing = () => ({})
const name = () => ({ name: 'Side entrance' })
const reason = () => ({ reason: 'It was the wrong person.' })
const code = ({ door }: Stage) => ({ code: door.short_code })
const scans = ({ door }: Stage) => [{ scan_id: `offline${door.pass_id}`, at: door.now, code: door.short_code }]

export const doorBodies: Record<string, (stage: Stage) => Record<string, unknown>> = {
  'page POST /events/:id/doors': name,
  'page POST /doors/:id/scans': code,
  'page POST /doors/:id/checks': code,
  'page POST /doors/:id/admissions': ({ door }) => ({ pass_id: String(door.pass_id) }),
  'page POST /doors/:id/undo': ({ door }) => ({ admission_id: String(door.admission_id), ...reason() }),
  'page POST /doors/:id/reconciliation': (stage) => ({ scans: JSON.stringify(scans(stage)) }),
  'page POST /doors/:id/closing': nothing,
  'page POST /admissions/:id/undo': reason,
  'api POST /events/:id/doors': name,
  'api POST /doors/:id/scans': code,
  'api POST /doors/:id/admissions': ({ door }) => ({ pass_id: door.pass_id }),
  'api POST /doors/:id/reconciliation': (stage) => ({ scans: scans(stage) }),
  'api POST /admissions/:id/undo': reason,
}
