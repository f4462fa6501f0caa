import type { Context } from '#context'
import { conflict, type DomainError } from '#errors'
import { messagesAreOn } from '#people/conversations/policy.ts'
import type { Actor } from '#platform/identity/actor.ts'
import type { HostedEvent } from './queries.ts'

/** Staff, or everyone with a confirmed address if EVENT_HOSTS says so. */
export const mayCreate = ({ config }: Context, actor: Actor) =>
  actor.is_staff || (config.events.hosts === 'everyone' && actor.email_verified)

/** Edit, cancel, invite, see attendees: the host, and staff for every event. */
export const mayManage = (actor: Pick<Actor, 'id' | 'is_staff'> | null, event: { host_id: number }) =>
  actor !== null && (actor.is_staff || event.host_id === actor.id)

/**
 * Book places and wait for them: everybody for a public event, else staff and invited people. Somebody who waited while
 * it was public still waits; existing places stay.
 */
export const mayBook = (
  actor: Pick<Actor, 'is_staff'> | null,
  { visibility }: { visibility: 'public' | 'invite_only' },
  isAwaited: boolean,
) => visibility === 'public' || actor?.is_staff === true || isAwaited

/** See the names of attendees: also other attendees, with a place of their own or handed over, if the host allows it. */
export const maySeeNames = (actor: Pick<Actor, 'id' | 'is_staff'> | null, event: HostedEvent) =>
  mayManage(actor, event) ||
  (event.attendees_visible === 1 && Number(event.own_places ?? 0) + Number(event.held_passes ?? 0) > 0)

type Party = Pick<Actor, 'id' | 'is_staff'>

/** Why customers cannot write to each other; null if they can. */
const conversationRefusal = (ctx: Context): DomainError | null =>
  messagesAreOn(ctx) ? null : conflict('messages_off', 'Customers do not write to each other at this desk.')

/** Why somebody cannot write to an event's host or an attendee; null if they can: in a ticket to and from staff. */
export function contactRefusal(ctx: Context, viewer: Party, other: Party): DomainError | null {
  if (viewer.id === other.id) return conflict('own_event', 'This is your own event.')
  if (viewer.is_staff && other.is_staff) return conflict('colleague', 'This is a colleague: no ticket is needed.')
  return viewer.is_staff || other.is_staff ? null : conversationRefusal(ctx)
}
