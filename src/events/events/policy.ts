import type { Context } from '#context'
import type { Actor } from '#platform/identity/actor.ts'

/** Staff, or everyone with a confirmed address where EVENT_HOSTS says so. */
export const mayCreate = ({ config }: Context, actor: Actor) =>
  actor.is_staff || (config.events.hosts === 'everyone' && actor.email_verified)

/** Edit, cancel, invite, see who comes: the host, and staff for every event. */
export const mayManage = (actor: Pick<Actor, 'id' | 'is_staff'> | null, event: { host_id: number }) =>
  actor !== null && (actor.is_staff || event.host_id === actor.id)
