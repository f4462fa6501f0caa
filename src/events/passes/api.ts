import { z } from 'zod'
import { created, nothing, ok } from '#platform/http/answer.ts'
import { idParams, idText } from '#platform/http/fields.ts'
import { idField, limitField } from '#platform/http/pagination.ts'
import { api } from '#platform/http/route.ts'
import { handOver, returnPass } from './handover.ts'
import { codesJson, passJson, showCodes, showPassJson } from './json.ts'
import { getPass, ownPasses } from './passes.ts'
import { handover } from './schemas.ts'
import { renewCodes, showPass } from './showings.ts'

const passesQuery = z.strictObject({
  event_id: idText().optional(),
  past: z.literal('yes').optional(),
  limit: limitField,
  after: idField('next_after'),
})

const showingParams = z.object({ ...idParams.shape, showing: idText() })

/** No program may see a pass: its short code admits. Changes of passes need a session anyway. */
const bySession = { scope: 'session' } as const

export const passApi = [
  api.get(
    '/passes',
    {
      summary: 'The passes you hold or have bought: of one event, or all current or all past ones',
      ...bySession,
      for: 'member',
      query: passesQuery,
      answers: { 200: z.object({ passes: z.array(passJson), next_after: z.int().nullable() }) },
    },
    async ({ ctx, actor, query: { event_id, past, limit, after } }) => {
      const { rows, next } = await ownPasses(ctx, actor, { event_id, past: past === 'yes', limit, after })
      return ok({ passes: rows.map((pass) => showPassJson(ctx, actor, pass)), next_after: next })
    },
  ),
  api.get(
    '/passes/:id',
    { summary: 'A pass', ...bySession, for: 'member', params: idParams, answers: { 200: passJson } },
    async ({ ctx, actor, params }) => ok(showPassJson(ctx, actor, await getPass(ctx, actor, params.id))),
  ),
  api.post(
    '/passes/:id/handover',
    {
      summary: 'Hand a place you have booked to another person; codes shown before stop working',
      for: 'member',
      params: idParams,
      body: handover,
      answers: { 200: passJson },
    },
    async ({ ctx, actor, params, body }) => {
      await handOver(ctx, actor, params.id, body.username)
      return ok(showPassJson(ctx, actor, await getPass(ctx, actor, params.id)))
    },
  ),
  api.post(
    '/passes/:id/return',
    {
      summary: 'Give back a place you were handed, or take back one you have handed over',
      for: 'member',
      params: idParams,
      answers: { 204: null },
    },
    async ({ ctx, actor, params }) => {
      await returnPass(ctx, actor, params.id)
      return nothing
    },
  ),
  api.post(
    '/passes/:id/showings',
    {
      summary: 'Show a pass: codes for the next minutes; all codes shown before stop working',
      for: 'member',
      params: idParams,
      idempotent: false,
      answers: { 201: codesJson },
    },
    async ({ ctx, actor, params }) => {
      const codes = await showPass(ctx, actor, params.id)
      return created(`/api/v1/passes/${params.id}`, showCodes(codes))
    },
  ),
  api.post(
    '/passes/:id/showings/:showing/codes',
    {
      summary: 'The next codes of a showing, as long as it is the latest',
      for: 'member',
      params: showingParams,
      idempotent: false,
      answers: { 200: codesJson },
    },
    async ({ ctx, actor, params }) => ok(showCodes(await renewCodes(ctx, actor, params.id, params.showing))),
  ),
]
