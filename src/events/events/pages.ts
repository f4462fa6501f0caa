import { z } from 'zod'
import type { Context } from '#context'
import { withTransaction } from '#platform/db/transaction.ts'
import { endDraft } from '#platform/drafts/drafts.ts'
import { type DraftForm, formWithDraft } from '#platform/drafts/forms.ts'
import { fileAddress } from '#platform/files/kinds.ts'
import { onePicture } from '#platform/files/pictures.ts'
import { type Answer, seeOther, view } from '#platform/http/answer.ts'
import { emptyBody, idParams } from '#platform/http/fields.ts'
import { cursorField } from '#platform/http/pagination.ts'
import { type Form, page } from '#platform/http/route.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { withFields, withReason } from '#platform/pages/forms.ts'
import { emptyForm } from '#platform/pages/router.ts'
import { createEvent, editEvent, getEvent, questionsOf, typesOf } from './events.ts'
import { eventForm } from './form-schemas.ts'
import { formValues } from './form-values.ts'
import { listPage, resultOf } from './listing.ts'
import { cardModel } from './models.ts'
import { monthModel } from './month.ts'
import { changePicture } from './picture.ts'
import { mayCreate } from './policy.ts'
import { refuseCreating, refuseOthers } from './refusals.ts'
import { listFilters, monthQuery, pictureForm } from './schemas.ts'

declare module '#platform/http/views.ts' {
  interface Views {
    'events/index': {
      cards: ReturnType<typeof cardModel>[]
      filters: { q: string; from: string; to: string; past: boolean; hosted: boolean }
      result: ReturnType<typeof resultOf>
      next: string | null
      may_create: boolean
    }
    'events/calendar': ReturnType<typeof monthModel> extends Promise<infer M> ? M & { may_create: boolean } : never
    'events/edit': { form: DraftForm; event: EditedEvent | null; currency: string; picture_form: Form }
  }
}

interface EditedEvent {
  id: number
  title: string
  picture: string | null
}

export const address = (id: number) => `/events/${id}`

/** Errors about all ticket types or questions have no field, nor have those of checkboxes a place. */
const isShown = (field: string) =>
  !/^(types|questions|question_(once|required)_\d|attendees_visible|notify)$/.test(field)

const cards = 24
const listQuery = z.object({ ...listFilters, cursor: cursorField })

/** The filter, for the address of the next page. */
function nextAddress(query: Record<string, unknown>, cursor: string | null): string | null {
  if (cursor === null) return null
  const given = Object.entries(query).filter(([name, value]) => value && name !== 'cursor')
  return `/events?${new URLSearchParams([...given, ['cursor', cursor]] as [string, string][])}`
}

/** The draft's place. */
const newPlace = 'new-event'
const editPlaceOf = (id: number) => `event-${id}-edit`

const showNew = async (ctx: Context, actor: Actor, refused?: Form) =>
  view('events/edit', 'Create an event', {
    form: await formWithDraft(ctx, actor, newPlace, refused, { visibility: 'public' }),
    event: null,
    currency: ctx.config.events.currency,
    picture_form: emptyForm(),
  })

async function showEdit(
  ctx: Context,
  actor: Actor,
  id: number,
  refused?: Form,
  { picture_form = emptyForm(), isChanged = false } = {},
): Promise<Answer> {
  const event = await getEvent(ctx, actor, id)
  refuseOthers(actor, event)
  const stored = refused ? {} : formValues(ctx, event, await typesOf(ctx, id), await questionsOf(ctx, id))
  const form = await formWithDraft(ctx, actor, editPlaceOf(id), refused, stored)
  // An older draft must not undo others' changes: only its texts are used.
  if (form.draft.saved_at > 0 && form.draft.saved_at < event.changed_at)
    form.values = { ...stored, description: form.values.description ?? '' }
  // Submitting it again after that error overwrites the changes made meanwhile.
  if (!refused || isChanged) form.values = { ...form.values, expected_sequence: String(event.sequence) }
  const { title, picture_id } = event
  const edited = { id, title, picture: picture_id && fileAddress(picture_id, 'small') }
  const { currency } = ctx.config.events
  return view('events/edit', `Edit ${title}`, { form, event: edited, currency, picture_form })
}

export const eventPages = [
  page.get('/events', { for: 'anyone', query: listQuery }, async ({ ctx, actor, query }) => {
    const { rows, next } = await listPage(ctx, actor, query, cards)
    const { q = '', from = '', to = '', past, hosted } = query
    return view(
      'events/index',
      hosted ? 'My events' : past ? 'Past events' : 'Events',
      {
        cards: rows.map((event) => cardModel(ctx, actor, event)),
        filters: { q, from, to, past: past === 'yes', hosted: hosted === 'me' },
        result: resultOf(query, rows.length, next !== null),
        next: nextAddress(query, next),
        may_create: actor !== null && mayCreate(ctx, actor),
      },
      actor ? { live: '/live?events=all' } : {},
    )
  }),
  page.get('/events/calendar', { for: 'anyone', query: monthQuery }, async ({ ctx, actor, query }) => {
    const model = await monthModel(ctx, actor, query.month)
    const may_create = actor !== null && mayCreate(ctx, actor)
    return view('events/calendar', model.name, { ...model, may_create }, actor ? { live: '/live?events=all' } : {})
  }),
  page.get('/events/new', { for: 'member' }, ({ ctx, actor }) => {
    refuseCreating(ctx, actor)
    return showNew(ctx, actor)
  }),
  page.post(
    '/events',
    {
      for: 'member',
      body: eventForm,
      refused: ({ ctx, actor }, form, { message }) => {
        refuseCreating(ctx, actor)
        return showNew(ctx, actor, withFields(withReason(form, message), isShown))
      },
    },
    async ({ ctx, actor, body: { notify: _, expected_sequence: __, ...input } }) => {
      const id = await withTransaction(ctx, async (ctx) => {
        await endDraft(ctx, actor.id, newPlace)
        return createEvent(ctx, actor, input)
      })
      return seeOther(address(id), 'The event is created.')
    },
  ),
  page.get('/events/:id/edit', { for: 'member', params: idParams }, ({ ctx, actor, params }) =>
    showEdit(ctx, actor, params.id),
  ),
  page.post(
    '/events/:id/edit',
    {
      for: 'member',
      params: idParams,
      body: eventForm,
      refused: ({ ctx, actor, params }, form, { message, code }) =>
        showEdit(ctx, actor, params.id, withFields(withReason(form, message), isShown), {
          isChanged: code === 'event_changed',
        }),
    },
    async ({ ctx, actor, params, body }) => {
      await withTransaction(ctx, async (ctx) => {
        await endDraft(ctx, actor.id, editPlaceOf(params.id))
        await editEvent(ctx, actor, params.id, body)
      })
      return seeOther(
        address(params.id),
        body.notify ? 'The event is changed, and everybody is notified.' : 'The event is changed.',
      )
    },
  ),
  page.post(
    '/events/:id/picture',
    {
      for: 'member',
      params: idParams,
      uploads: onePicture,
      body: pictureForm,
      refused: ({ ctx, actor, params }, form, { message }) =>
        showEdit(ctx, actor, params.id, undefined, { picture_form: withReason(form, message) }),
    },
    async ({ ctx, actor, params, body }) => {
      await changePicture(ctx, actor, params.id, body.picture)
      return seeOther(address(params.id), 'The picture is in place.')
    },
  ),
  page.post(
    '/events/:id/picture/removal',
    { for: 'member', params: idParams, body: emptyBody },
    async ({ ctx, actor, params }) => {
      await changePicture(ctx, actor, params.id, null)
      return seeOther(address(params.id), 'The picture is removed.')
    },
  ),
]
