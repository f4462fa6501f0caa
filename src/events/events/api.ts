import { z } from 'zod'
import type { Context } from '#context'
import { getPublicAccount } from '#people/public-profiles/profiles.ts'
import { usernameParams } from '#people/public-profiles/schemas.ts'
import { onePicture } from '#platform/files/pictures.ts'
import { created, nothing, ok } from '#platform/http/answer.ts'
import { idParams, idText } from '#platform/http/fields.ts'
import { afterQuery, cursorField, limitField } from '#platform/http/pagination.ts'
import { api } from '#platform/http/route.ts'
import { cancelEvent } from './cancellation.ts'
import { copyEvent, createEvent, editEvent, getEvent, questionsOf, typesOf } from './events.ts'
import { declineInvitation } from './invitation-answers.ts'
import { invitationJson, showInvitation } from './invitation-json.ts'
import { followInvitation } from './invitation-links.ts'
import { readInvited } from './invitation-lists.ts'
import { invite, withdrawInvitation } from './invitations.ts'
import { eventJson, listedEventJson, showEvent, showListedEvent } from './json.ts'
import { listPage } from './listing.ts'
import { changePicture } from './picture.ts'
import {
  cancellation,
  copies,
  eventEdit,
  invitationToken,
  listFilters,
  newEvent,
  newInvitations,
  pictureForm,
} from './schemas.ts'
import type { Viewer } from './visibility.ts'
import { findOwnWait } from './waiting-list.ts'

export const address = (id: number) => `/api/v1/events/${id}`

export async function answerEvent(ctx: Context, viewer: Viewer, id: number) {
  const event = await getEvent(ctx, viewer, id)
  const wait = viewer && event.waiting_state !== null ? await findOwnWait(ctx, viewer, id) : undefined
  return showEvent(ctx, viewer, event, { types: await typesOf(ctx, id), questions: await questionsOf(ctx, id), wait })
}

const oneEvent = { params: idParams, answers: { 200: eventJson } } as const
const query = z.strictObject({ ...listFilters, limit: limitField, cursor: cursorField })
const list = {
  answers: { 200: z.object({ events: z.array(listedEventJson), next_cursor: z.string().nullable() }) },
} as const

const answerList = (ctx: Context, { rows, next }: Awaited<ReturnType<typeof listPage>>) =>
  ok({ events: rows.map((event) => showListedEvent(ctx, event)), next_cursor: next })

const invitationParams = z.object({ ...idParams.shape, invitation: idText() })

export const eventApi = [
  api.get(
    '/events',
    {
      ...list,
      summary: 'Events you can see: upcoming ones soonest first, or past ones newest first',
      for: 'anyone',
      query,
    },
    async ({ ctx, actor, query: { limit, ...filters } }) => answerList(ctx, await listPage(ctx, actor, filters, limit)),
  ),
  api.get(
    '/people/:username/events',
    {
      ...list,
      summary: 'Upcoming events that somebody hosts, as far as you can see them',
      for: 'member',
      params: usernameParams,
      query: z.strictObject({ limit: limitField, cursor: cursorField }),
    },
    async ({ ctx, actor, params, query: { limit, cursor } }) => {
      const { id } = await getPublicAccount(ctx, params.username)
      return answerList(ctx, await listPage(ctx, actor, { host_id: id, cursor }, limit))
    },
  ),
  api.post(
    '/events',
    { summary: 'Create an event', for: 'member', body: newEvent, answers: { 201: eventJson } },
    async ({ ctx, actor, body }) => {
      const id = await createEvent(ctx, actor, body)
      return created(address(id), await answerEvent(ctx, actor, id))
    },
  ),
  api.get('/events/:id', { ...oneEvent, summary: 'An event', for: 'anyone' }, async ({ ctx, actor, params }) =>
    ok(await answerEvent(ctx, actor, params.id)),
  ),
  api.patch(
    '/events/:id',
    { ...oneEvent, summary: 'Change an event', for: 'member', body: eventEdit },
    async ({ ctx, actor, params, body }) => {
      await editEvent(ctx, actor, params.id, body)
      return ok(await answerEvent(ctx, actor, params.id))
    },
  ),
  api.put(
    '/events/:id/picture',
    { ...oneEvent, summary: 'Give an event a picture', for: 'member', uploads: onePicture, body: pictureForm },
    async ({ ctx, actor, params, body }) => {
      await changePicture(ctx, actor, params.id, body.picture)
      return ok(await answerEvent(ctx, actor, params.id))
    },
  ),
  api.delete(
    '/events/:id/picture',
    { summary: 'Take an event’s picture away', for: 'member', params: idParams, answers: { 204: null } },
    async ({ ctx, actor, params }) => {
      await changePicture(ctx, actor, params.id, null)
      return nothing
    },
  ),
  api.post(
    '/events/:id/cancellation',
    { ...oneEvent, summary: 'Cancel an event', for: 'member', body: cancellation.optional() },
    async ({ ctx, actor, params, body }) => {
      await cancelEvent(ctx, actor, params.id, body?.reason ?? '')
      return ok(await answerEvent(ctx, actor, params.id))
    },
  ),
  api.post(
    '/events/:id/copies',
    {
      summary: 'Repeat an event once a week',
      for: 'member',
      params: idParams,
      body: copies,
      answers: { 200: z.object({ event_ids: z.array(z.int()) }) },
    },
    async ({ ctx, actor, params, body }) => ok({ event_ids: await copyEvent(ctx, actor, params.id, body.until) }),
  ),
  api.get(
    '/events/:id/invitations',
    {
      summary: 'Who is invited; for the host and staff',
      for: 'member',
      params: idParams,
      query: afterQuery,
      answers: { 200: z.object({ invitations: z.array(invitationJson), next_after: z.int().nullable() }) },
    },
    async ({ ctx, actor, params, query: { limit, after } }) => {
      const { rows, next } = await readInvited(ctx, actor, params.id, limit, after)
      return ok({ invitations: rows.map(showInvitation), next_after: next })
    },
  ),
  api.post(
    '/events/:id/invitations',
    {
      summary: 'Invite people by username or email',
      for: 'member',
      params: idParams,
      body: newInvitations,
      answers: { 200: z.object({ invited: z.array(z.string()), already: z.array(z.string()) }) },
    },
    async ({ ctx, actor, params, body }) => ok(await invite(ctx, actor, params.id, body.who)),
  ),
  api.delete(
    '/events/:id/invitations/:invitation',
    { summary: 'Withdraw an invitation', for: 'member', params: invitationParams, answers: { 204: null } },
    async ({ ctx, actor, params }) => {
      await withdrawInvitation(ctx, actor, params.id, params.invitation)
      return nothing
    },
  ),
  api.post(
    '/events/:id/invitation/decline',
    { ...oneEvent, summary: 'Decline your invitation', for: 'member' },
    async ({ ctx, actor, params }) => {
      await declineInvitation(ctx, actor, params.id)
      return ok(await answerEvent(ctx, actor, params.id))
    },
  ),
  api.post(
    '/invitations/current',
    {
      summary: 'Follow an invitation that came by mail: it is yours from then on',
      for: 'member',
      body: invitationToken,
      answers: { 200: eventJson },
    },
    async ({ ctx, actor, body }) => ok(await answerEvent(ctx, actor, await followInvitation(ctx, actor, body.token))),
  ),
]
