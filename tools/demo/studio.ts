import type { Context } from '#context'
import { assignTicket } from '#desk/tickets/assignments.ts'
import { claimTicket } from '#desk/tickets/claims.ts'
import { closeTicket, reopenTicket } from '#desk/tickets/closures.ts'
import { writeMessage } from '#desk/tickets/messages.ts'
import { writeNote } from '#desk/tickets/notes.ts'
import { openOnBehalf } from '#desk/tickets/outreach.ts'
import { addParticipant } from '#desk/tickets/participants.ts'
import { setPriority } from '#desk/tickets/priority.ts'
import { setTags } from '#desk/tickets/tags.ts'
import { openTicket } from '#desk/tickets/tickets.ts'
import { releaseTicket } from '#desk/tickets/unassignments.ts'
import { addAccount } from '#people/accounts/accounts.ts'
import { hashPassword } from '#people/accounts/passwords.ts'
import { authenticate, startSession } from '#people/sessions/sessions.ts'
import { updateAccount } from '#platform/identity/account-queries.ts'
import type { SessionActor } from '#platform/identity/actor.ts'
import { addAdminWork, catchUp } from './behind-the-desk.ts'
import { call, deskWork } from './desk.ts'
import { addEvents } from './events.ts'
import { addMessages } from './messages.ts'
import { people } from './people.ts'
import { type DemoStep, type DemoThread, threads } from './threads.ts'
import { addTonight } from './tonight.ts'

export const demoPassword = 'dance-with-me'
const hour = 3_600_000
const year = 365 * 24 * hour

/** Plays the demo's conversations, each step at its own time. */
export async function fillStudio(ctx: Context): Promise<void> {
  const now = Date.now()
  const at = (time: number): Context => ({ ...ctx, clock: { now: () => time } })
  const password_hash = await hashPassword(ctx.config, demoPassword)
  const actors = await addPeople(at(now - year), password_hash)
  const tickets = new Map<DemoThread, number>()
  const yesterday = now - 30 * hour
  const live = async ({ time, thread, step }: Moment) => {
    const actor = actors.get(step.by)
    if (!actor) throw new Error(`nobody is called ${step.by}`)
    tickets.set(thread, await act(at(time), actor, thread, step, tickets.get(thread)))
  }
  const moments = inOrder(now)
  for (const moment of moments.filter(({ time }) => time <= yesterday)) await live(moment)
  await catchUp(at(yesterday), actors)
  for (const moment of moments.filter(({ time }) => time > yesterday)) await live(moment)
  await addDeskWork(at(now - hour), actors, tickets)
  await addEvents(at(now - 2 * hour), actors)
  await addTonight(at(now), actors)
  await addMessages(at(now - hour), actors)
  await addAdminWork((hoursAgo) => at(now - hoursAgo * hour), actors, password_hash)
}

async function addDeskWork(ctx: Context, actors: Map<string, SessionActor>, tickets: Map<DemoThread, number>) {
  for (const { title, by, note, priority, tags, hand_to, joined_by } of deskWork) {
    const actor = actors.get(by)
    const [, id] = [...tickets].find(([thread]) => thread.title.includes(title)) ?? []
    if (!actor || !id) throw new Error(`there is no ticket called ${title}, or nobody called ${by}`)
    const colleague = hand_to && actors.get(hand_to)
    if (colleague) await assignTicket(ctx, actor, id, { assistant_id: colleague.id, note })
    else if (note) await writeNote(ctx, actor, id, note)
    if (priority) await setPriority(ctx, actor, id, priority)
    if (tags) await setTags(ctx, actor, id, tags)
    if (joined_by) await addParticipant(ctx, actor, id, joined_by)
  }
  const { taken_by, ...asked } = call
  const taker = actors.get(taken_by)
  if (taker) await openOnBehalf(ctx, taker, { ...asked, waiting_on: 'staff' })
}

async function addPeople(ctx: Context, password_hash: string): Promise<Map<string, SessionActor>> {
  const actors = new Map<string, SessionActor>()
  for (const { username, email, display_name, account_type, profile_icon } of people) {
    const account = await addAccount(
      ctx,
      { username, email, email_verified_at: ctx.clock.now() },
      password_hash,
      account_type,
    )
    await updateAccount(ctx, account.id, { display_name, profile_icon })
    const actor = await authenticate(ctx, (await startSession(ctx, account)).token)
    if (actor) actors.set(username, actor)
  }
  return actors
}

interface Moment {
  time: number
  thread: DemoThread
  step: DemoStep
}

function inOrder(now: number): Moment[] {
  const steps = threads.flatMap((thread) => {
    let time = now - thread.opened_hours_ago * hour
    return thread.steps.map((step) => {
      time += step.after_hours * hour
      return { time: Math.round(time), thread, step }
    })
  })
  return steps.sort((a, b) => a.time - b.time)
}

/** @returns the ticket's id */
async function act(
  ctx: Context,
  actor: SessionActor,
  thread: DemoThread,
  step: DemoStep,
  ticketId?: number,
): Promise<number> {
  if (ticketId === undefined) {
    const { ticket_id } = await openTicket(ctx, actor, { title: thread.title, message: step.text ?? '' })
    return ticket_id
  }
  switch (step.do) {
    case 'message':
      await writeMessage(ctx, actor, ticketId, step.text ?? '')
      break
    case 'claim':
      await claimTicket(ctx, actor, ticketId, 'force')
      break
    case 'release':
      await releaseTicket(ctx, actor, ticketId)
      break
    case 'close':
      await closeTicket(ctx, actor, ticketId)
      break
    case 'reopen':
      await reopenTicket(ctx, actor, ticketId)
  }
  return ticketId
}
