import type { Context } from '#context'
import { listQueue } from '#desk/ticket-lists/queue-lists.ts'
import { customerQueues, type QueueKey, type QueueText, staffQueues } from '#desk/ticket-lists/queues.ts'
import { rowModel } from '#desk/tickets/models.ts'
import { hasRoom } from '#desk/tickets/opening.ts'
import { isSetUp } from '#people/login/setup.ts'
import { seeOther, view } from '#platform/http/answer.ts'
import { page } from '#platform/http/route.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { firstSteps } from './first-steps.ts'

const shownRows = 10

async function section(ctx: Context, actor: Actor, key: QueueKey, text: QueueText) {
  const { rows, next } = await listQueue(ctx, actor, key, shownRows)
  const more = next ? `/tickets?queue=${key}` : null
  return {
    key,
    title: text.label,
    icon: text.icon,
    empty: text.empty,
    rows: rows.map((ticket) => rowModel(ctx, actor, ticket)),
    more,
  }
}

const assistantSections = ['mine', 'unclaimed', 'inactive', 'closed'] as const
const customerSections = ['open', 'closed'] as const

export const homePages = [
  page.get('/', { for: 'anyone' }, async ({ ctx, actor }) =>
    actor ? seeOther('/home') : view('home/landing', 'Welcome', { is_set_up: await isSetUp(ctx) }),
  ),
  page.get('/home', { for: 'member' }, async ({ ctx, actor }) => {
    const sections = actor.is_staff
      ? await Promise.all(assistantSections.map((key) => section(ctx, actor, key, staffQueues[key])))
      : await Promise.all(customerSections.map((key) => section(ctx, actor, key, customerQueues[key])))
    const name = actor.is_staff ? 'home/assistant' : 'home/customer'
    const can_open = !actor.is_staff && (await hasRoom(ctx, actor))
    const first_steps = await firstSteps(ctx, actor)
    return view(name, 'Home', { sections, can_open, first_steps }, { live: '/live' })
  }),
]
