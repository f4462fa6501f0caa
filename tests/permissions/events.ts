import { createHash } from 'node:crypto'
import { bookPlaces } from '#events/bookings/bookings.ts'
import { issuePurchaseToken } from '#events/bookings/purchase-tokens.ts'
import { makeFeed } from '#events/calendar/feeds.ts'
import { createEvent } from '#events/events/events.ts'
import { invite } from '#events/events/invitations.ts'
import { newEvent } from '#events/events/schemas.ts'
import { joinWaitingList } from '#events/events/waiting-list.ts'
import { handOver } from '#events/passes/handover.ts'
import { showPass } from '#events/passes/showings.ts'
import { anEvent, dayFromNow } from '../events/stage.ts'
import { join, type Member } from '../support/people.ts'
import { givePictureTo, smallestPicture } from '../support/pictures.ts'
import type { World } from '../support/world.ts'
import type { Stage } from './stage.ts'
import type { Row } from './table.ts'

/** A public event of the desk: the owner has a place, an invitation, or waits, as a row needs it. */
export interface EventStage {
  event_id: number
  booking_id: number
  /** The owner's, and its present showing. */
  pass_id: number
  showing_id: number
  /** A person to whom the pass can be handed over. */
  receiver: string
  invitation_id: number
  invitation_token: string
  /** The token of the owner's calendar feed. */
  feed_token: string
  /** The purchase token of the person who asks. */
  purchase_token: string
  another_day: string
}

const none: EventStage = {
  ...{ event_id: 0, booking_id: 0, invitation_id: 0, pass_id: 0, showing_id: 0 },
  ...{ invitation_token: '', feed_token: '', purchase_token: '', another_day: '', receiver: '' },
}

let strangers = 0

export async function prepareEvent(
  world: World,
  { path, method }: Pick<Row, 'path'> & Partial<Row>,
  owner: Member,
  desk: Member,
  actor: Member | null,
): Promise<EventStage> {
  if (/calendar-feed|^\/calendar/.test(path)) return { ...none, feed_token: await feedOf(world, owner) }
  if (!/^\/(events|bookings|invitations|passes)\b/.test(path)) return none
  const { ctx } = world
  const full = path.includes('/waiting-list')
  const event_id = await createEvent(ctx, desk.actor, newEvent.parse(anEvent(world, full ? { capacity: 1 } : {})))
  const book = async (member: Member) => {
    const purchase_token = issuePurchaseToken(ctx, member.id, event_id).token
    const places = [{ type_id: null, answers: {} }]
    return (await bookPlaces(ctx, member.actor, event_id, { purchase_token, places })).booking.id
  }
  const stage = {
    ...none,
    event_id,
    purchase_token: issuePurchaseToken(ctx, actor?.id ?? 0, event_id).token,
    another_day: dayFromNow(world, 21),
  }
  if (full) await book(await join(world, `early${strangers++}`))
  if (path.endsWith('/waiting-list/removal') || (full && method === 'DELETE'))
    await joinWaitingList(ctx, owner.actor, event_id, { places: 1, type_id: null })
  if (path.startsWith('/passes')) Object.assign(stage, await preparePass(world, path, await book(owner), owner))
  if (path.startsWith('/bookings/')) stage.booking_id = await book(owner)
  if (path.includes('/picture')) await givePictureTo(world, event_id)
  if (/invitation/.test(path)) Object.assign(stage, await prepareInvitation(world, path, owner, desk, event_id))
  return stage
}

async function preparePass(world: World, path: string, bookingId: number, owner: Member) {
  const { ctx } = world
  const { id } = await ctx.db
    .selectFrom('passes')
    .innerJoin('booked_places', 'booked_places.id', 'passes.place_id')
    .select('passes.id')
    .where('booked_places.booking_id', '=', bookingId)
    .executeTakeFirstOrThrow()
  const receiver = (await join(world, `receiver${strangers++}`)).username
  const { showing } = await showPass(ctx, owner.actor, id)
  if (path.endsWith('/return')) await handOver(ctx, owner.actor, id, receiver)
  return { pass_id: id, showing_id: showing, receiver }
}

async function feedOf({ ctx }: World, { actor }: Member): Promise<string> {
  const { url } = await makeFeed(ctx, actor)
  return /([^/]+)\.ics$/.exec(url)?.[1] ?? ''
}

async function prepareInvitation({ ctx }: World, path: string, owner: Member, desk: Member, eventId: number) {
  const byMail = path.startsWith('/invitations')
  await invite(ctx, desk.actor, eventId, [byMail ? `stranger${strangers++}@example.com` : owner.username])
  const { id } = await ctx.db
    .selectFrom('event_invitations')
    .select('id')
    .where('event_id', '=', eventId)
    .executeTakeFirstOrThrow()
  const invitation_token = `token${id}`
  const token_hash = createHash('sha256').update(invitation_token).digest('base64url')
  if (byMail) await ctx.db.updateTable('event_invitations').set({ token_hash }).where('id', '=', id).execute()
  return { invitation_id: id, invitation_token }
}

const nothing = () => ({})
const event = ({ event }: Stage) => ({ ...wanted, date: event.another_day })
const wanted = {
  ...{ title: 'Tango for all', description: 'No partner needed.', location: 'Studio 1' },
  ...{ start_time: '18:00', end_time: '19:00' },
}
const places = ({ event }: Stage) => ({ purchase_token: event.purchase_token, quantity: 1 })
const placesForm = (stage: Stage) => ({ ...places(stage), quantity: '1' })
const aPicture = () => ({ picture: smallestPicture })
const words = () => ({ message: 'Is there a place to park?' })
const reason = () => ({ reason: 'The teacher is ill.' })
const receiver = ({ event }: Stage) => ({ username: event.receiver })
const until = ({ event }: Stage) => ({ until: event.another_day })

export const eventBodies: Record<string, (stage: Stage) => Record<string, unknown>> = {
  'page POST /events': event,
  'page POST /events/:id/edit': event,
  'page POST /events/:id/picture': aPicture,
  'page POST /events/:id/picture/removal': nothing,
  'page POST /events/:id/cancellation': reason,
  'page POST /events/:id/copies': until,
  'page POST /events/:id/bookings': placesForm,
  'page POST /events/:id/waiting-list': () => ({ quantity: '1' }),
  'page POST /events/:id/waiting-list/removal': nothing,
  'page POST /events/:id/invitation/decline': nothing,
  'page POST /events/:id/invitations': () => ({ who: 'somebody@example.org' }),
  'page POST /events/:id/invitations/:invitation/withdrawal': nothing,
  'page POST /passes/:id/showings': nothing,
  'page POST /passes/:id/codes': nothing,
  'page POST /passes/:id/handover': receiver,
  'page POST /passes/:id/return': nothing,
  'api POST /passes/:id/handover': receiver,
  'api POST /passes/:id/return': nothing,
  'api POST /passes/:id/showings': nothing,
  'api POST /passes/:id/showings/:showing/codes': nothing,
  'page POST /bookings/:id/cancellation': nothing,
  'page POST /events/:id/contact': words,
  'page POST /bookings/:id/contact': words,
  'api POST /events/:id/contact': words,
  'api POST /bookings/:id/contact': words,
  'page POST /bookings/:id/payment': () => ({ paid: 'on' }),
  'page POST /invitations/:token': nothing,
  'page POST /calendar-feed': nothing,
  'page POST /calendar-feed/removal': nothing,
  'api POST /me/calendar-feed': nothing,
  'api POST /events': event,
  'api PATCH /events/:id': event,
  'api POST /events/:id/cancellation': reason,
  'api PUT /events/:id/picture': aPicture,
  'api POST /events/:id/copies': until,
  'api POST /events/:id/invitations': () => ({ who: ['somebody@example.org'] }),
  'api POST /events/:id/invitation/decline': nothing,
  'api POST /invitations/current': ({ event }) => ({ token: event.invitation_token }),
  'api POST /events/:id/purchase-tokens': nothing,
  'api POST /events/:id/bookings': places,
  'api POST /events/:id/waiting-list': () => ({ quantity: 1 }),
  'api POST /bookings/:id/cancellation': nothing,
  'api PUT /bookings/:id/payment': () => ({ paid: true }),
}
