import { DomainError, forbidden } from '#errors'
import { type Actor, hasSession, type SessionActor, type TokenScope } from '#platform/identity/actor.ts'

/** The scope that a personal API token needs for a route; `session` is one that no token has. */
export type Scope = TokenScope | 'session'

/** The type of actor that a route's handler gets. */
export type ActorWith<S extends Scope> = S extends 'session' ? SessionActor : Actor

/**
 * Sessions may do everything that their account may.
 *
 * @param scope of the route; undefined refuses every token
 * @returns forbidden (insufficient_scope, session_required), or null
 */
export function whyOutOfScope(scope: Scope | undefined, actor: Actor | null): DomainError | null {
  if (actor?.via.kind !== 'token') return null
  if (scope === undefined || scope === 'session') return sessionRequired()
  if (actor.via.scopes.includes(scope)) return null
  return new DomainError(
    'forbidden',
    'insufficient_scope',
    `This token does not have the scope “${scope}”, which is needed here.`,
    { details: { scope } },
  )
}

/** @throws forbidden (session_required) */
export function requireSession(actor: Actor): SessionActor {
  if (hasSession(actor)) return actor
  throw sessionRequired()
}

const sessionRequired = () =>
  forbidden('session_required', 'A personal API token cannot do this, whatever its scopes. Log in for it.')
