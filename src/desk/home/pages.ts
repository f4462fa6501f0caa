import type { Context } from '#context'
import { listQueue, waitsSince } from '#desk/ticket-lists/queue-lists.ts'
import { customerQueues, type QueueKey, type QueueText, staffQueues } from '#desk/ticket-lists/queues.ts'
import { rowModel } from '#desk/tickets/models.ts'
import { hasRoom } from '#desk/tickets/opening.ts'
import { isSetUp } from '#people/login/setup.ts'
import { seeOther, view } from '#platform/http/answer.ts'
import { page } from '#platform/http/route.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { type MailBanner, mailPromises } from '#platform/mail/promises.ts'
import { type FirstStep, firstSteps } from './first-steps.ts'

declare module '#platform/http/views.ts' {
  interface Views {
    'home/landing': { is_set_up: boolean }
    'home/assistant': { sections: Section[]; first_steps: FirstStep[] | null }
    'home/customer': { sections: Section[]; can_open: boolean; banner: MailBanner }
  }
}

type Section = Awaited<ReturnType<typeof section>>

const shownRows = 10

async function section(ctx: Context, actor: Actor, key: QueueKey, text: QueueText) {
  const { rows, next } = await listQueue(ctx, actor, key, shownRows)
  const more = next ? `/tickets?queue=${key}` : null
  return {
    key,
    title: text.label,
    icon: text.icon,
    empty: text.empty,
    rows: rows.map((ticket) => rowModel(ctx, actor, ticket, waitsSince(ticket, key))),
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
    const live = '/live'
    if (actor.is_staff) {
      const sections = await Promise.all(assistantSections.map((key) => section(ctx, actor, key, staffQueues[key])))
      return view('home/assistant', 'Home', { sections, first_steps: await firstSteps(ctx, actor) }, { live })
    }
    const sections = await Promise.all(customerSections.map((key) => section(ctx, actor, key, customerQueues[key])))
    const banner = mailPromises(ctx).banner(actor)
    return view('home/customer', 'Home', { sections, can_open: await hasRoom(ctx, actor), banner }, { live })
  }),
]
