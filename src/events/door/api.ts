import { z } from 'zod'
import { created, nothing, ok } from '#platform/http/answer.ts'
import { idParams } from '#platform/http/fields.ts'
import { api } from '#platform/http/route.ts'
import { closeDoor, getDoor, openDoor, readDoors } from './doors.ts'
import {
  admissionJson,
  bundleJson,
  countsJson,
  doorJson,
  personJson,
  showAdmission,
  showBundle,
  showCounts,
  showDoor,
  showPerson,
  verdictJson,
} from './json.ts'
import { readAdmissions } from './lists.ts'
import { readBundle, readPeople } from './people.ts'
import { reconcile } from './reconciliation.ts'
import { admitByName, scan } from './scans.ts'
import {
  admissionBody,
  admissionsQuery,
  bundleQuery,
  newDoor,
  peopleQuery,
  reconciliation,
  scanBody,
  undoing,
} from './schemas.ts'
import { undoAdmission } from './undo.ts'

const atEvent = { for: 'member', params: idParams, scope: 'door' } as const
const atDoor = atEvent

export const doorApi = [
  api.get(
    '/events/:id/doors',
    {
      ...atEvent,
      summary: 'The doors of an event, open ones first',
      answers: { 200: z.object({ doors: z.array(doorJson) }) },
    },
    async ({ ctx, actor, params }) => ok({ doors: (await readDoors(ctx, actor, params.id)).map(showDoor) }),
  ),
  api.post(
    '/events/:id/doors',
    {
      ...atEvent,
      summary: 'Open a door, to let people in from this device',
      body: newDoor,
      answers: { 201: doorJson },
    },
    async ({ ctx, actor, params, body }) => {
      const id = await openDoor(ctx, actor, params.id, body.name)
      const doors = await readDoors(ctx, actor, params.id)
      const door = doors.find((one) => one.id === id)
      if (!door) throw new Error('a door that was opened is not listed')
      return created(`/api/v1/events/${params.id}/doors`, showDoor(door))
    },
  ),
  api.delete(
    '/doors/:id',
    { ...atDoor, summary: 'Close a door: its device is cut off', answers: { 204: null } },
    async ({ ctx, actor, params }) => {
      await closeDoor(ctx, actor, params.id)
      return nothing
    },
  ),
  api.post(
    '/doors/:id/scans',
    {
      ...atDoor,
      summary: 'Let somebody in by the code of a pass, or by hand by its short code; every verdict is 200',
      body: scanBody,
      idempotent: false,
      answers: { 200: verdictJson },
    },
    async ({ ctx, actor, params, body }) => ok(await scan(ctx, actor, params.id, body)),
  ),
  api.post(
    '/doors/:id/admissions',
    {
      ...atDoor,
      summary: 'Let in somebody found by name; every verdict is 200',
      body: admissionBody,
      idempotent: false,
      answers: { 200: verdictJson },
    },
    async ({ ctx, actor, params, body }) => ok(await admitByName(ctx, actor, params.id, body)),
  ),
  api.get(
    '/doors/:id/counts',
    { ...atDoor, summary: 'How many people are in, and how many are expected', answers: { 200: countsJson } },
    async ({ ctx, actor, params }) => ok(await showCounts(ctx, await getDoor(ctx, actor, params.id))),
  ),
  api.get(
    '/doors/:id/people',
    {
      ...atDoor,
      summary: 'People with a pass: by name or short code, or all of them',
      query: peopleQuery,
      answers: { 200: z.object({ people: z.array(personJson), next_after: z.int().nullable() }) },
    },
    async ({ ctx, actor, params, query: { q, after } }) => {
      const { people, next } = await readPeople(ctx, actor, params.id, q, after)
      return ok({ people: people.map(showPerson), next_after: next })
    },
  ),
  api.get(
    '/doors/:id/bundle',
    {
      ...atDoor,
      summary: 'What a device needs to let people in without a network, in pages',
      query: bundleQuery,
      answers: { 200: bundleJson },
    },
    async ({ ctx, actor, params, query: { after } }) =>
      ok(await showBundle(ctx, await readBundle(ctx, actor, params.id, after), after === undefined)),
  ),
  api.post(
    '/doors/:id/reconciliation',
    {
      ...atDoor,
      summary: 'Record admissions that a device made without a network, in order; a verdict for each',
      body: reconciliation,
      idempotent: false,
      answers: { 200: z.object({ verdicts: z.array(verdictJson) }) },
    },
    async ({ ctx, actor, params, body }) => ok({ verdicts: await reconcile(ctx, actor, params.id, body.scans) }),
  ),
  api.get(
    '/events/:id/admissions',
    {
      ...atEvent,
      summary: 'Admissions, newest first; `remarked=yes` for those to look at',
      query: admissionsQuery,
      answers: { 200: z.object({ admissions: z.array(admissionJson), next_before: z.int().nullable() }) },
    },
    async ({ ctx, actor, params, query: { limit, before, remarked } }) => {
      const wanted = { limit, before, remarked: remarked === 'yes' }
      const { admissions, next } = await readAdmissions(ctx, actor, params.id, wanted)
      return ok({ admissions: admissions.map(showAdmission), next_before: next })
    },
  ),
  api.post(
    '/admissions/:id/undo',
    {
      ...atDoor,
      summary: 'Undo an admission that was wrong: the pass admits again',
      body: undoing,
      answers: { 204: null },
    },
    async ({ ctx, actor, params, body }) => {
      await undoAdmission(ctx, actor, params.id, body.reason)
      return nothing
    },
  ),
]
