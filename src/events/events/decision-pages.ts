import type { Context } from '#context'
import type { DomainError } from '#errors'
import { seeOther, view } from '#platform/http/answer.ts'
import { idParams } from '#platform/http/fields.ts'
import { withReason } from '#platform/http/forms.ts'
import { emptyForm } from '#platform/http/page-router.ts'
import { type Form, page } from '#platform/http/route.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { cancelEvent } from './cancellation.ts'
import { copyEvent, getEvent } from './events.ts'
import { eventModel } from './models.ts'
import { refuseOthers } from './refusals.ts'
import { cancellation, copies } from './schemas.ts'

declare module '#platform/http/views.ts' {
  interface Views {
    'events/cancel': { form: Form; event: ReturnType<typeof eventModel> }
    'events/copy': { form: Form; event: ReturnType<typeof eventModel> }
  }
}

const address = (id: number) => `/events/${id}`

async function showDecision(ctx: Context, actor: Actor, id: number, name: 'events/cancel' | 'events/copy', form: Form) {
  const event = await getEvent(ctx, actor, id)
  refuseOthers(actor, event)
  const title = name === 'events/cancel' ? `Cancel ${event.title}` : `Repeat ${event.title}`
  return view(name, title, { form, event: eventModel(ctx, actor, event, []) })
}

interface EventCall {
  ctx: Context
  actor: Actor
  params: { id: number }
}

const decision = (name: 'events/cancel' | 'events/copy') => ({
  for: 'member' as const,
  params: idParams,
  refused: ({ ctx, actor, params }: EventCall, form: Form, { message }: DomainError) =>
    showDecision(ctx, actor, params.id, name, withReason(form, message)),
})

/** What is asked about once more, on a page of its own. */
export const decisionPages = [
  page.get('/events/:id/cancellation', { for: 'member', params: idParams }, ({ ctx, actor, params }) =>
    showDecision(ctx, actor, params.id, 'events/cancel', emptyForm()),
  ),
  page.post(
    '/events/:id/cancellation',
    { ...decision('events/cancel'), body: cancellation },
    async ({ ctx, actor, params, body }) => {
      await cancelEvent(ctx, actor, params.id, body.reason)
      return seeOther(address(params.id), 'The event is cancelled, and everybody is told.')
    },
  ),
  page.get('/events/:id/copies', { for: 'member', params: idParams }, ({ ctx, actor, params }) =>
    showDecision(ctx, actor, params.id, 'events/copy', emptyForm()),
  ),
  page.post(
    '/events/:id/copies',
    { ...decision('events/copy'), body: copies },
    async ({ ctx, actor, params, body }) => {
      const ids = await copyEvent(ctx, actor, params.id, body.until)
      const { length } = ids
      // Where they are found: staff repeat what others host, too.
      const { host_id } = await getEvent(ctx, actor, ids[0] as number)
      return seeOther(
        host_id === actor.id ? '/events?hosted=me' : '/events',
        `${length} ${length === 1 ? 'event was' : 'events were'} added.`,
      )
    },
  ),
]
