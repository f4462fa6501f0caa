import { z } from 'zod'
import type { Context } from '#context'
import { getEvent } from '#events/events/events.ts'
import { refuseOthers } from '#events/events/refusals.ts'
import { joinWaitingList, leaveWaitingList } from '#events/events/waiting-list.ts'
import { isoTime } from '#lib/format-time.ts'
import { getAccount } from '#people/accounts/accounts.ts'
import { created, nothing, ok } from '#platform/http/answer.ts'
import { idParams } from '#platform/http/fields.ts'
import { afterQuery, cursorField, limitField } from '#platform/http/pagination.ts'
import { api } from '#platform/http/route.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { personJson } from '#platform/identity/json.ts'
import { bookPlaces, getBooking, markPaid } from './bookings.ts'
import { cancelBooking } from './cancellation.ts'
import {
  attendeeJson,
  bookingJson,
  ownBookingJson,
  paymentsJson,
  showAttendee,
  showBooking,
  showOwnBooking,
  showPayments,
  showWaiting,
  waitingJson,
} from './json.ts'
import { bookingsOf, placesOfBookings, readAttendees, readNames, readPayments, readWaiting } from './lists.ts'
import { issuePurchaseToken } from './purchase-tokens.ts'
import { attendeesQuery, booking, bookingCancellation, payment, placesIn, waitingWish } from './schemas.ts'

const time = z.iso.datetime()
const oneBooking = { for: 'member', params: idParams, answers: { 200: bookingJson } } as const

const listQuery = z.strictObject({ past: z.literal('yes').optional(), limit: limitField, cursor: cursorField })
const list = {
  query: listQuery,
  answers: { 200: z.object({ bookings: z.array(ownBookingJson), next_cursor: z.string().nullable() }) },
} as const

async function answerList(ctx: Context, actor: Actor, accountId: number, query: z.output<typeof listQuery>) {
  const { rows, next } = await bookingsOf(ctx, actor, accountId, { ...query, past: query.past === 'yes' })
  return ok({ bookings: rows.map(showOwnBooking), next_cursor: next })
}

async function answerBooking(ctx: Context, actor: Actor, id: number) {
  const found = await getBooking(ctx, actor, id)
  return showBooking(found, (await placesOfBookings(ctx, [id])).get(id))
}

export const bookingApi = [
  api.post(
    '/events/:id/purchase-tokens',
    {
      summary: 'A token for one booking at an event, within an hour',
      for: 'member',
      params: idParams,
      idempotent: false,
      answers: { 200: z.object({ purchase_token: z.string(), expires_at: time }) },
    },
    async ({ ctx, actor, params }) => {
      await getEvent(ctx, actor, params.id)
      const { token, expires_at } = issuePurchaseToken(ctx, actor.id, params.id)
      return ok({ purchase_token: token, expires_at: isoTime(expires_at) })
    },
  ),
  api.post(
    '/events/:id/bookings',
    {
      summary: 'Book 1 to 4 places, once for each purchase token; accepts your invitation or offer, if you have one',
      for: 'member',
      params: idParams,
      body: booking,
      answers: { 201: bookingJson },
    },
    async ({ ctx, actor, params, body }) => {
      const { purchase_token } = body
      const booked = await bookPlaces(ctx, actor, params.id, { purchase_token, places: placesIn(body) })
      return created(`/api/v1/bookings/${booked.booking.id}`, showBooking(booked.booking, booked.places))
    },
  ),
  api.get(
    '/events/:id/bookings',
    {
      summary: 'Who is coming, and how much is paid by all of them; for the host and staff',
      for: 'member',
      params: idParams,
      query: attendeesQuery,
      answers: {
        200: z.object({ attendees: z.array(attendeeJson), next_after: z.int().nullable(), payments: paymentsJson }),
      },
    },
    async ({ ctx, actor, params, query }) => {
      const { rows, places, next } = await readAttendees(ctx, actor, params.id, query)
      const attendees = rows.map((row) => showAttendee(row, places.get(row.id)))
      const payments = showPayments(await readPayments(ctx, actor, params.id))
      return ok({ attendees, next_after: next, payments })
    },
  ),
  api.get(
    '/events/:id/attendees',
    {
      summary: 'The names of those who are coming; for the host and staff, and for attendees if the host allows it',
      for: 'member',
      params: idParams,
      query: afterQuery,
      answers: { 200: z.object({ people: z.array(personJson), next_after: z.int().nullable() }) },
    },
    async ({ ctx, actor, params, query: { limit, after } }) => {
      const { people, next } = await readNames(ctx, actor, params.id, limit, after)
      return ok({ people, next_after: next })
    },
  ),
  api.get(
    '/events/:id/waiting-list',
    {
      summary: 'The waiting list, in order; for the host and staff',
      for: 'member',
      params: idParams,
      query: afterQuery,
      answers: { 200: z.object({ waiting: z.array(waitingJson), next_after: z.int().nullable() }) },
    },
    async ({ ctx, actor, params, query: { limit, after } }) => {
      refuseOthers(actor, await getEvent(ctx, actor, params.id))
      const { rows, next } = await readWaiting(ctx, params.id, limit, after)
      return ok({ waiting: rows.map(showWaiting), next_after: next })
    },
  ),
  api.post(
    '/events/:id/waiting-list',
    {
      summary: 'Join the waiting list of an event that is sold out',
      for: 'member',
      params: idParams,
      body: waitingWish,
      answers: { 204: null },
    },
    async ({ ctx, actor, params, body }) => {
      await joinWaitingList(ctx, actor, params.id, { places: body.quantity, type_id: body.type_id })
      return nothing
    },
  ),
  api.delete(
    '/events/:id/waiting-list',
    { summary: 'Leave the waiting list, or decline an offer', for: 'member', params: idParams, answers: { 204: null } },
    async ({ ctx, actor, params }) => {
      await leaveWaitingList(ctx, actor, params.id)
      return nothing
    },
  ),
  api.get(
    '/bookings',
    { ...list, summary: 'Your bookings: upcoming ones soonest first, or past ones newest first', for: 'member' },
    async ({ ctx, actor, query }) => answerList(ctx, actor, actor.id, query),
  ),
  api.get(
    '/accounts/:id/bookings',
    { ...list, summary: 'Somebody’s bookings, in the same order', for: 'staff', params: idParams },
    async ({ ctx, actor, params, query }) => answerList(ctx, actor, (await getAccount(ctx, params.id)).id, query),
  ),
  api.get('/bookings/:id', { ...oneBooking, summary: 'A booking' }, async ({ ctx, actor, params }) =>
    ok(await answerBooking(ctx, actor, params.id)),
  ),
  api.post(
    '/bookings/:id/cancellation',
    {
      ...oneBooking,
      summary: 'Cancel a booking, or give back some of its places',
      body: bookingCancellation.optional(),
    },
    async ({ ctx, actor, params, body }) => {
      await cancelBooking(ctx, actor, params.id, body ?? {})
      return ok(await answerBooking(ctx, actor, params.id))
    },
  ),
  api.put(
    '/bookings/:id/payment',
    {
      ...oneBooking,
      summary: 'Mark a booking as paid or not; for the host and staff',
      // People pay at the door, so this is part of a door's work.
      scope: 'door',
      body: payment,
    },
    async ({ ctx, actor, params, body }) => {
      await markPaid(ctx, actor, params.id, body.paid)
      return ok(await answerBooking(ctx, actor, params.id))
    },
  ),
]
