import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { Context } from '#context'
import { DomainError } from '#errors'
import { seeOther } from '#platform/http/answer.ts'
import { emptyBody, idParams } from '#platform/http/fields.ts'
import { type Form, page } from '#platform/http/route.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { withReasonAt } from '#platform/pages/forms.ts'
import { doorPage, doorsPage } from './door-page.ts'
import { closeDoor, openDoor } from './doors.ts'
import { admitByName, scan } from './scans.ts'
import { admissionForm, doorPageQuery, doorsPageQuery, newDoor, scanBody, undoForm } from './schemas.ts'
import { getAdmission, undoAdmission } from './undo.ts'

const byId = { for: 'member', params: idParams } as const

/** A second code typed into the same page, before the next page was loaded, is a new scan. */
async function scanTyped(ctx: Context, actor: Actor, doorId: number, typed: z.output<typeof scanBody>) {
  try {
    return await scan(ctx, actor, doorId, typed)
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'scan_id_used') throw error
    return scan(ctx, actor, doorId, { ...typed, scan_id: randomUUID() })
  }
}

interface AdmissionCall {
  ctx: Context
  actor: Actor
  params: { id: number }
}

/** The page that the form was on, at the admission to be undone: a door's, or that of all admissions. */
async function undoOnceMore({ ctx, actor, params: { id } }: AdmissionCall, form: Form, error: DomainError) {
  if (error.kind !== 'invalid') throw error
  const { event_id, door_id } = await getAdmission(ctx, actor, id)
  if (door_id !== null && form.values.door === String(door_id))
    return doorPage(ctx, actor, door_id, { undoing: { id, form } })
  return doorsPage(ctx, actor, event_id, { before: id + 1, undoing: { id, form } })
}

export const doorPages = [
  page.get('/events/:id/door', { ...byId, query: doorsPageQuery }, ({ ctx, actor, params, query }) =>
    doorsPage(ctx, actor, params.id, query),
  ),
  page.post(
    '/events/:id/doors',
    {
      ...byId,
      body: newDoor,
      refused: ({ ctx, actor, params }, form, { message }) =>
        doorsPage(ctx, actor, params.id, { form: withReasonAt('name', form, message) }),
    },
    async ({ ctx, actor, params, body }) => seeOther(`/doors/${await openDoor(ctx, actor, params.id, body.name)}`),
  ),
  page.get('/doors/:id', { ...byId, query: doorPageQuery }, ({ ctx, actor, params, query }) =>
    doorPage(ctx, actor, params.id, query),
  ),
  page.post(
    '/doors/:id/scans',
    {
      ...byId,
      body: scanBody,
      idempotent: false,
      refused: ({ ctx, actor, params }, form, { message }) =>
        doorPage(ctx, actor, params.id, { form: withReasonAt('code', form, message) }),
    },
    async ({ ctx, actor, params, body }) =>
      doorPage(ctx, actor, params.id, { verdict: await scanTyped(ctx, actor, params.id, body) }),
  ),
  page.post(
    '/doors/:id/admissions',
    { ...byId, body: admissionForm, idempotent: false },
    async ({ ctx, actor, params, body }) =>
      doorPage(ctx, actor, params.id, { verdict: await admitByName(ctx, actor, params.id, body) }),
  ),
  page.post('/doors/:id/closing', { ...byId, body: emptyBody }, async ({ ctx, actor, params }) => {
    const eventId = await closeDoor(ctx, actor, params.id)
    return seeOther(`/events/${eventId}/door`, 'The door is closed.')
  }),
  page.post(
    '/admissions/:id/undo',
    { ...byId, body: undoForm, refused: undoOnceMore },
    async ({ ctx, actor, params, body }) => {
      const { event_id } = await undoAdmission(ctx, actor, params.id, body.reason)
      const back = body.door === undefined ? `/events/${event_id}/door` : `/doors/${body.door}`
      return seeOther(back, 'The admission is undone: the pass admits again.')
    },
  ),
]
