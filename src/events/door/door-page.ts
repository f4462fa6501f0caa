import { randomUUID } from 'node:crypto'
import type { Context } from '#context'
import { entryEnds } from '#events/events/times.ts'
import { type Answer, view } from '#platform/http/answer.ts'
import type { Form } from '#platform/http/route.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { emptyForm } from '#platform/pages/router.ts'
import { countAt, type DoorRow } from './door-queries.ts'
import { doorsAt } from './doors.ts'
import { latestAt, listToLookAt, readAdmissions } from './lists.ts'
import { admissionModel, doorModel, livenessModel, lookAtModel, personModel, verdictModel } from './models.ts'
import { readPeople } from './people.ts'
import type { Verdict } from './verdict.ts'

/** An admission to be undone, with the reason typed so far. */
interface Undoing {
  id: number
  form: Form
}

type EventState = 'cancelled' | 'over' | null

declare module '#platform/http/views.ts' {
  interface Views {
    'door/door': {
      event: { id: number; title: string }
      door: { id: number; name: string }
      state: EventState
      /** The result of the last scan. */
      verdict: ReturnType<typeof verdictModel> | null
      counts: { admitted: number; expected: number }
      liveness: ReturnType<typeof livenessModel>
      /** A new id for each form that admits somebody. */
      scan_id: string
      form: Form
      q: string
      people: (ReturnType<typeof personModel> & { scan_id: string })[]
      more: string | null
      latest: ReturnType<typeof admissionModel>[]
      undoing: Undoing | null
      to_look_at: ReturnType<typeof lookAtModel>[]
    }
    'door/doors': {
      event: { id: number; title: string }
      state: EventState
      counts: { admitted: number; expected: number }
      doors: ReturnType<typeof doorModel>[]
      form: Form
      admissions: ReturnType<typeof admissionModel>[]
      undoing: Undoing | null
      more: string | null
      to_look_at: ReturnType<typeof lookAtModel>[]
    }
  }
}

const latestShown = 10
const shownOfAll = 50

const stateOf = (
  ctx: Context,
  event: { cancelled_at: number | null; starts_at: number; ends_at: number },
): EventState => {
  if (event.cancelled_at !== null) return 'cancelled'
  return entryEnds(event) <= ctx.clock.now() ? 'over' : null
}

interface Shown {
  q?: string
  after?: number | undefined
  verdict?: Verdict
  form?: Form
  undoing?: Undoing
}

/** The page of a device at a door. */
export async function doorPage(ctx: Context, actor: Actor, id: number, shown: Shown = {}): Promise<Answer> {
  const { q = '', after, verdict, form = emptyForm(), undoing } = shown
  const { door, people, next } = await readPeople(ctx, actor, id, q, after)
  const model = {
    ...(await sharedModel(ctx, door, door.event_id)),
    door: { id, name: door.name },
    verdict: verdict ? verdictModel(verdict) : null,
    liveness: livenessModel(ctx, door.event_id),
    scan_id: randomUUID(),
    ...{ form, q },
    people: people.map((row) => ({ ...personModel(ctx, row), scan_id: randomUUID() })),
    more: next === null ? null : `/doors/${id}?${new URLSearchParams({ q, after: String(next) })}`,
    latest: (await latestAt(ctx, door, latestShown, undoing?.id)).map((row) => admissionModel(ctx, row)),
    undoing: undoing ?? null,
  }
  const live = verdict || undoing || form.errors.length > 0 ? {} : { live: `/live?door=${door.event_id}` }
  return view('door/door', `${door.name}: ${door.title}`, model, { module: 'door', camera: true, ...live })
}

interface ShownOfAll extends Pick<Shown, 'form' | 'undoing'> {
  before?: number | undefined
}

/** The page where doors are opened and closed, with the admissions at each. */
export async function doorsPage(ctx: Context, actor: Actor, eventId: number, shown: ShownOfAll = {}) {
  const { before, form = emptyForm({ name: 'Entrance' }), undoing = null } = shown
  const { event, admissions, next } = await readAdmissions(ctx, actor, eventId, { limit: shownOfAll, before })
  const doors = await doorsAt(ctx, eventId)
  const model = {
    ...(await sharedModel(ctx, event, eventId)),
    doors: doors.map((door) => doorModel(ctx, door)),
    form,
    admissions: admissions.map((row) => admissionModel(ctx, row)),
    undoing,
    more: next === null ? null : `/events/${eventId}/door?before=${next}`,
  }
  return view('door/doors', `Door of ${event.title}`, model, { live: `/live?door=${eventId}` })
}

type EventColumns = Pick<DoorRow, 'title' | 'cancelled_at' | 'starts_at' | 'ends_at'>

async function sharedModel(ctx: Context, event: EventColumns, id: number) {
  const { admitted, expected, remarked } = await countAt(ctx, id, event)
  const toLookAt =
    remarked > 0 ? await listToLookAt(ctx, { id, starts_at: event.starts_at, ends_at: event.ends_at }) : []
  return {
    event: { id, title: event.title },
    state: stateOf(ctx, event),
    counts: { admitted, expected },
    to_look_at: toLookAt.map((one) => lookAtModel(ctx, one)),
  }
}
