import type { Context } from '#context'
import { conflict, DomainError, forbidden } from '#errors'
import type { Actor } from '#platform/identity/actor.ts'
import { mayBook, mayCreate, mayManage } from './policy.ts'
import type { EventRow } from './queries.ts'

/** @param why it is an event that is created, where that is not plain @throws forbidden for people who may create none */
export function refuseCreating(ctx: Context, actor: Actor, why = ''): void {
  if (mayCreate(ctx, actor)) return
  if (ctx.config.events.hosts === 'staff') throw forbidden('not_a_host', `${why}Only staff create events here.`)
  throw forbidden('unconfirmed_address', `${why}Confirm your email address first; then you can create events.`)
}

/** @throws forbidden for everybody but the host and staff */
export function refuseOthers(actor: Actor, event: { host_id: number }): void {
  if (!mayManage(actor, event)) throw forbidden('not_the_host', 'Only the host and staff may do this.')
}

/** @param isAwaited whether they are invited, or wait already @throws forbidden if only invited people may book */
export function refuseUninvited(actor: Actor, event: Pick<EventRow, 'visibility'>, isAwaited: boolean): void {
  if (!mayBook(actor, event, isAwaited))
    throw forbidden('not_invited', 'Only people who are invited can book places at this event.')
}

/** @throws conflict for the host */
export function refuseHost(actor: Actor, event: { host_id: number }): void {
  if (event.host_id === actor.id) throw conflict('own_event', 'This is your own event: you need no place.')
}

/** @throws conflict */
export function refuseCancelled(event: { cancelled_at: number | null }): void {
  if (event.cancelled_at !== null) throw conflict('event_cancelled', 'This event is cancelled.')
}

/** @throws conflict */
export function refuseOver(ctx: Context, event: { ends_at: number }): void {
  if (event.ends_at <= ctx.clock.now()) throw conflict('event_over', 'This event is over.')
}

/** @throws conflict */
export function refuseStarted(ctx: Context, event: { starts_at: number }): void {
  if (event.starts_at <= ctx.clock.now()) throw conflict('event_started', 'This event has already begun.')
}

/** @param what of which there are too few, if it is not the event */
export function tooFewPlaces(field: string, taken: number, what?: string): DomainError {
  const places = taken === 1 ? '1 place is' : `${taken} places are`
  const said = `${places} already booked or held for the waiting list, so there cannot be fewer.`
  const sentence = what === undefined ? said : `“${what}”: ${said}`
  return new DomainError('conflict', 'places_taken', sentence, { fields: [{ field, message: sentence }] })
}
