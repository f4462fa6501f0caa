import type { Context } from '#context'
import type { DomainError } from '#errors'
import { withTransaction } from '#platform/db/transaction.ts'
import { endDraft } from '#platform/drafts/drafts.ts'
import { type DraftForm, formWithDraft } from '#platform/drafts/forms.ts'
import { type Answer, seeOther, view } from '#platform/http/answer.ts'
import { idParams } from '#platform/http/fields.ts'
import { type Form, page } from '#platform/http/route.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { withReason } from '#platform/pages/forms.ts'
import { emptyForm } from '#platform/pages/router.ts'
import { cancelEvent } from './cancellation.ts'
import { copyEvent, getEvent } from './events.ts'
import { eventModel } from './models.ts'
import { refuseOthers } from './refusals.ts'
import { cancellation, copies } from './schemas.ts'

declare module '#platform/http/views.ts' {
  interface Views {
    'events/cancel': { form: DraftForm; event: ReturnType<typeof eventModel> }
    'events/copy': { form: Form; event: ReturnType<typeof eventModel> }
  }
}

const address = (id: number) => `/events/${id}`

/** The draft's place for the reason. */
const cancelPlaceOf = (id: number) => `event-${id}-cancellation`

interface EventCall {
  ctx: Context
  actor: Actor
  params: { id: number }
}

async function ownModel({ ctx, actor, params }: EventCall) {
  const event = await getEvent(ctx, actor, params.id)
  refuseOthers(actor, event)
  return eventModel(ctx, actor, event, [])
}

async function showCancel(call: EventCall, refused?: Form) {
  const event = await ownModel(call)
  const form = await formWithDraft(call.ctx, call.actor, cancelPlaceOf(event.id), refused, { reason: '' })
  return view('events/cancel', `Cancel ${event.title}`, { form, event })
}

async function showCopy(call: EventCall, form = emptyForm()) {
  const event = await ownModel(call)
  return view('events/copy', `Repeat ${event.title}`, { form, event })
}

const decision = (show: (call: EventCall, form: Form) => Promise<Answer>) => ({
  for: 'member' as const,
  params: idParams,
  refused: (call: EventCall, form: Form, { message }: DomainError) => show(call, withReason(form, message)),
})

/** Pages that ask for confirmation. */
export const decisionPages = [
  page.get('/events/:id/cancellation', { for: 'member', params: idParams }, (call) => showCancel(call)),
  page.post(
    '/events/:id/cancellation',
    { ...decision(showCancel), body: cancellation },
    async ({ ctx, actor, params, body }) => {
      await withTransaction(ctx, async (ctx) => {
        await endDraft(ctx, actor.id, cancelPlaceOf(params.id))
        await cancelEvent(ctx, actor, params.id, body.reason)
      })
      return seeOther(address(params.id), 'The event is cancelled, and everybody is notified.')
    },
  ),
  page.get('/events/:id/copies', { for: 'member', params: idParams }, (call) => showCopy(call)),
  page.post('/events/:id/copies', { ...decision(showCopy), body: copies }, async ({ ctx, actor, params, body }) => {
    const ids = await copyEvent(ctx, actor, params.id, body.until)
    const { length } = ids
    // The copies are in that host's list: staff can repeat others' events.
    const { host_id } = await getEvent(ctx, actor, ids[0] as number)
    return seeOther(
      host_id === actor.id ? '/events?hosted=me' : '/events',
      `${length} ${length === 1 ? 'event was' : 'events were'} added.`,
    )
  }),
]
