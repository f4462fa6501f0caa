import { z } from 'zod'
import type { Context } from '#context'
import { DomainError, notFound } from '#errors'
import { getEvent } from '#events/events/events.ts'
import { readNotificationsOfEvent } from '#events/events/notification-subject.ts'
import { type Answer, ok, seeOther, view } from '#platform/http/answer.ts'
import { emptyBody, idParams, idText } from '#platform/http/fields.ts'
import { type Form, page } from '#platform/http/route.ts'
import type { SessionActor } from '#platform/identity/actor.ts'
import { refusalAsJson, withReason } from '#platform/pages/forms.ts'
import { emptyForm } from '#platform/pages/router.ts'
import { handOver, returnPass } from './handover.ts'
import { showCodes } from './json.ts'
import { passModel, type ShownCode, shownModel } from './models.ts'
import { getPass, type OwnPass, passesAt } from './passes.ts'
import { handover } from './schemas.ts'
import { type Codes, renewCodes, showPass } from './showings.ts'

declare module '#platform/http/views.ts' {
  interface Views {
    'events/passes': {
      event: { id: number; title: string }
      passes: ReturnType<typeof passModel>[]
      /** The code of the page's only pass, if shown without JavaScript. */
      shown: ShownCode | null
      /** Why the code is no longer shown. */
      ended: string | null
      /** Whether this page shows one of several passes at the event. */
      single: boolean
      form: Form
    }
  }
}

interface PassCall {
  ctx: Context
  actor: SessionActor
  params: { id: number }
}

interface Shown {
  shown?: ShownCode | null
  ended?: string | null
  single?: boolean
  refresh?: number
  form?: Form
}

function passesView(
  call: Omit<PassCall, 'params'>,
  passes: OwnPass[],
  event: { id: number; title: string },
  more: Shown,
) {
  const { shown = null, ended = null, single = false, form = emptyForm(), refresh } = more
  const all = passes.map((pass) => passModel(call.ctx, call.actor, pass))
  // Passes that can be shown come first: at a door nobody wants to search.
  const models = all.toSorted((a, b) => Number(b.can_show) - Number(a.can_show))
  const title = `${passes.length === 1 ? 'Pass' : 'Passes'} for ${event.title}`
  const model = { event, passes: models, shown, ended, single, form }
  return view('events/passes', title, model, { module: 'pass', ...(refresh !== undefined && { refresh }) })
}

async function eventPasses({ ctx, actor, params }: PassCall): Promise<Answer> {
  const { id, title } = await getEvent(ctx, actor, params.id)
  await readNotificationsOfEvent(ctx, actor, id)
  return passesView({ ctx, actor }, await passesAt(ctx, actor, params.id), { id, title }, {})
}

async function onePass(call: PassCall, more: Shown = {}): Promise<Answer> {
  const pass = await getPass(call.ctx, call.actor, call.params.id)
  return passesView(call, [pass], { id: pass.event_id, title: pass.title }, { ...more, single: true })
}

/** The page is reloaded in each slot to show that slot's code. */
async function shownPass(call: PassCall, showing: number): Promise<Answer> {
  const { ctx, actor, params } = call
  let codes: Codes
  try {
    codes = await renewCodes(ctx, actor, params.id, showing, 1)
  } catch (error) {
    if (error instanceof DomainError && error.kind === 'conflict') return onePass(call, { ended: error.message })
    if (error instanceof DomainError && error.kind === 'not_found') throw notFound('pass')
    throw error
  }
  const until = codes.codes[0]?.until ?? codes.now
  const refresh = Math.max(1, Math.ceil((until - codes.now) / 1000))
  return onePass(call, { shown: shownModel(ctx, codes), refresh })
}

const passForm = {
  for: 'member' as const,
  params: idParams,
  refused: (call: PassCall, form: Form, { message }: DomainError) => onePass(call, { form: withReason(form, message) }),
}

export const passPages = [
  page.get('/events/:id/passes', { for: 'member', params: idParams }, eventPasses),
  page.get(
    '/passes/:id',
    { for: 'member', params: idParams, query: z.object({ showing: idText().optional() }) },
    (call) => (call.query.showing === undefined ? onePass(call) : shownPass(call, call.query.showing)),
  ),
  page.post('/passes/:id/showings', { ...passForm, body: emptyBody }, async ({ ctx, actor, params }) => {
    const { showing } = await showPass(ctx, actor, params.id)
    return seeOther(`/passes/${params.id}?showing=${showing}`)
  }),
  page.post('/passes/:id/handover', { ...passForm, body: handover }, async ({ ctx, actor, params, body }) => {
    await handOver(ctx, actor, params.id, body.username)
    return seeOther(`/passes/${params.id}`, 'The place is handed over. You can take it back until it is used.')
  }),
  page.post('/passes/:id/return', { ...passForm, body: emptyBody }, async ({ ctx, actor, params }) => {
    const { buyer_id } = await getPass(ctx, actor, params.id)
    await returnPass(ctx, actor, params.id)
    // Somebody who gave the pass back may no longer see the event.
    return buyer_id === actor.id
      ? seeOther(`/passes/${params.id}`, 'The place is yours again.')
      : seeOther('/bookings', 'You have given the place back.')
  }),
  // For the page's script: with a showing it renews the codes, without one it begins a new showing.
  page.post(
    '/passes/:id/codes',
    {
      for: 'member',
      params: idParams,
      body: z.strictObject({ showing: idText().optional() }).optional(),
      idempotent: false,
      refused: refusalAsJson,
    },
    async ({ ctx, actor, params, body }) => {
      const showing = body?.showing
      const codes =
        showing === undefined ? await showPass(ctx, actor, params.id) : await renewCodes(ctx, actor, params.id, showing)
      return ok(showCodes(codes))
    },
  ),
]
