import { claimTicket } from '#desk/tickets/claims.ts'
import { closeTicket } from '#desk/tickets/closures.ts'
import { writeMessage } from '#desk/tickets/messages.ts'
import { addParticipant } from '#desk/tickets/participants.ts'
import { authenticate, logOut } from '#people/sessions/sessions.ts'
import { assetAddress, moduleAddress } from '#platform/http/assets.ts'
import type { SessionActor } from '#platform/identity/actor.ts'
import { join, type Member, ticketOf } from '../support/people.ts'
import type { World } from '../support/world.ts'
import { prepareAdmin } from './admin-stage.ts'
import { type DoorStage, prepareDoor } from './doors.ts'
import { type EventStage, prepareEvent } from './events.ts'
import { prepareJob } from './jobs.ts'
import { type Handles, prepareHandles } from './links.ts'
import { goHalfWay, type Proofs, prepareProofs } from './second-steps.ts'
import type { Role, Row } from './table.ts'
import { prepareTalk, type Talk } from './talk.ts'

/**
 * A ticket of the owner that staff have answered, and the person who asks. All are new except staff, so that no cell
 * depends on another.
 */
export interface Stage {
  owner: Member
  ticket_id: number
  /** The assistant who answered. */
  desk: Member
  /** A customer who can take part in the ticket, or does; null where no participant is asked for. */
  participant: Member | null
  /** Null for nobody. */
  actor: Member | null
  token: string | null
  proofs: Proofs
  handles: Handles
  job_id: number
  event: EventStage
  talk: Talk
  door: DoorStage
}

let people = 0
const newName = (role: string) => `${role}${people++}`

export async function setStage(world: World, row: Pick<Row, 'path'> & Partial<Row>, role: Role): Promise<Stage> {
  const owner = await join(world, newName('owner'))
  const ticket_id = await ticketOf(world, owner)
  const desk = await staffOf(world)
  await writeMessage(world.ctx, desk.actor, ticket_id, 'We shall look for it.')
  if (row.path.endsWith('/reopening')) await closeTicket(world.ctx, desk.actor, ticket_id)
  const actor = await actorFor(world, owner, role)
  if (row.path.endsWith('/release') && actor?.actor.is_staff) await claimTicket(world.ctx, actor.actor, ticket_id, null)
  const participant = row.path.includes('/participants') ? await join(world, newName('participant')) : null
  if (participant && row.path.includes('/participants/:account'))
    await addParticipant(world.ctx, desk.actor, ticket_id, participant.username)
  const proofs = await prepareProofs(world, row, owner, actor)
  await prepareAdmin(world, row, owner, role)
  const handles = await prepareHandles(world, row, owner, actor)
  const job_id = await prepareJob(world, row)
  const event = await prepareEvent(world, row, owner, desk, actor)
  const talk = await prepareTalk(world, row, owner, actor, () => join(world, newName('partner')))
  const door = await prepareDoor(world, row, owner, desk)
  if (role === 'ended' && actor) await endSession(world, actor)
  const asker = { actor, token: actor?.token ?? null }
  return { owner, ticket_id, desk, participant, ...asker, proofs, handles, job_id, event, talk, door }
}

/** Somebody who has given the password of an account with two-factor login. */
export async function setHalfWay(world: World, row: Pick<Row, 'path'> & Partial<Row>): Promise<Stage> {
  const stage = await setStage(world, row, 'owner')
  return { ...stage, ...(await goHalfWay(world, stage.owner)) }
}

const desks = new WeakMap<World, Promise<Member>>()

function staffOf(world: World): Promise<Member> {
  const desk = desks.get(world) ?? join(world, newName('desk'), 'assistant')
  desks.set(world, desk)
  return desk
}

async function actorFor(world: World, owner: Member, role: Role): Promise<Member | null> {
  if (role === 'nobody') return null
  if (role === 'owner' || role === 'ended') return owner
  return join(world, newName(role), role === 'other' ? 'customer' : role)
}

async function endSession(world: World, member: Member): Promise<void> {
  await logOut(world.ctx, (await authenticate(world.ctx, member.token)) as SessionActor)
}

export const missingId = 2_147_483_000

/** The address with its parameters filled in; `:id` is the ticket, or the owner under /accounts. */
export function addressOf({ router, address }: Pick<Row, 'router' | 'address'>, stage: Stage, missing = false): string {
  const ticket = String(missing ? missingId : stage.ticket_id)
  const account = String(missing ? missingId : stage.owner.id)
  const filled = address
    .replace('/admin/invitations/:id', `/admin/invitations/${missing ? missingId : stage.handles.staff_invitation_id}`)
    .replace('/jobs/:id', `/jobs/${missing ? missingId : stage.job_id}`)
    .replace('/notifications/:id', `/notifications/${missing ? missingId : stage.handles.notification_id}`)
    .replace('/api-tokens/:id', `/api-tokens/${missing ? missingId : stage.handles.api_token_id}`)
    .replace('/files/:picture', `/files/${missing ? 'x'.repeat(22) : stage.handles.picture_id}`)
    .replace('/conversations/:id', `/conversations/${missing ? missingId : stage.talk.conversation_id}`)
    .replace('conversation=:id', `conversation=${missing ? missingId : stage.talk.conversation_id}`)
    .replace('/message-reports/:id', `/message-reports/${missing ? missingId : stage.talk.report_id}`)
    .replace('/doors/:id', `/doors/${missing ? missingId : stage.door.door_id}`)
    .replace('/admissions/:id', `/admissions/${missing ? missingId : stage.door.admission_id}`)
    .replace('door=:id', `door=${missing ? missingId : stage.door.event_id}`)
    .replace('/saved-views/:id', `/saved-views/${missing ? missingId : stage.handles.view_id}`)
    .replace('/events/:id', `/events/${missing ? missingId : stage.event.event_id}`)
    .replace('/bookings/:id', `/bookings/${missing ? missingId : stage.event.booking_id}`)
    .replace('/passes/:id', `/passes/${missing ? missingId : stage.event.pass_id}`)
    .replace(':showing', String(stage.event.showing_id))
    .replace(':invitation', String(stage.event.invitation_id))
    .replace('/calendar/:token', `/calendar/${missing ? 'x'.repeat(32) : stage.event.feed_token}`)
    .replace('/invitations/:token', `/invitations/${stage.event.invitation_token}`)
    .replace('/participants/:account', `/participants/${stage.participant?.id}`)
    .replace(':handle', stage.handles.session)
    .replace('/accounts/:id', `/accounts/${account}`)
    .replace(':username', stage.owner.username)
    .replace(':user_id', account)
    .replace(/:(ticket_)?id/, ticket)
    .replace('/assets/:name', assetAddress('app.css'))
    .replace('/assets/:version/*path', moduleAddress('door'))
    .replace(':file', 'blue.svg')
    .replace(':passkey', stage.proofs.passkey_id)
  return router === 'api' ? `/api/v1${filled}` : filled
}
