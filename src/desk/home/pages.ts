import type { Context, ShownPanel } from '#context'
import { type ListedTicket, listQueue, listWaiting } from '#desk/ticket-lists/queue-lists.ts'
import { customerQueues, type QueueText, staffQueues } from '#desk/ticket-lists/queues.ts'
import { rowModel, waitingSince } from '#desk/tickets/models.ts'
import { hasRoom } from '#desk/tickets/opening.ts'
import { isSetUp } from '#people/login/setup.ts'
import { seeOther, view } from '#platform/http/answer.ts'
import { page } from '#platform/http/route.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { type MailBanner, mailPromises } from '#platform/mail/promises.ts'
import { readPanels } from '#platform/panels/panels.ts'
import { type FirstStep, firstSteps } from './first-steps.ts'

declare module '#platform/http/views.ts' {
  interface Views {
    'home/landing': { is_set_up: boolean }
    'home/assistant': {
      sections: Section[]
      my_customers: Section
      longest: (ReturnType<typeof rowModel> & { with: string }) | null
      first_steps: FirstStep[] | null
      panels: ShownPanel[]
    }
    'home/customer': { sections: Section[]; can_open: boolean; banner: MailBanner; panels: ShownPanel[] }
  }
}

interface Section extends QueueText {
  key: string
  rows: ReturnType<typeof rowModel>[]
  /** "7", or "10+" if there are more than are shown. */
  count: string
  /** The address of the whole list. */
  href: string
  has_more: boolean
}

const shownRows = 10

function sectionOf(
  key: string,
  text: QueueText,
  href: string,
  found: ListedTicket[],
  model: (ticket: ListedTicket) => Section['rows'][number],
): Section {
  const rows = found.slice(0, shownRows).map(model)
  const has_more = found.length > shownRows
  return { key, ...text, rows, count: has_more ? `${shownRows}+` : String(rows.length || ''), href, has_more }
}

const staffSections = {
  my_turn: {
    label: 'Your turn',
    icon: 'reply',
    empty: 'Nobody is waiting for an answer from you.',
    href: '/tickets?status=open&assistant=me&waiting_on=staff&sort=waiting',
  },
  /** Only those of this queue that wait for staff; it also contains answered tickets that nobody has claimed. */
  unclaimed: {
    label: 'Unclaimed and waiting',
    icon: staffQueues.unclaimed.icon,
    empty: 'Nobody is waiting. Time for a coffee.',
    href: '/tickets?status=open&assistant=nobody&waiting_on=staff&sort=waiting',
  },
  my_customers: {
    label: 'Waiting for the customer',
    icon: 'hourglass',
    empty: 'You are not waiting for anybody.',
    href: '/tickets?status=open&assistant=me&waiting_on=customer',
  },
}

async function staffHome(ctx: Context, actor: Actor) {
  const most = shownRows + 1
  const [waiting, panels] = await Promise.all([
    listWaiting(ctx, actor, { my_turn: most, unclaimed: most, my_customers: most, desk: 1 }),
    readPanels(ctx, 'home', actor, actor.id),
  ])
  const section = (list: keyof typeof staffSections) => {
    const { href, ...text } = staffSections[list]
    return sectionOf(list, text, href, waiting[list], (ticket) => rowModel(ctx, actor, ticket, waitingSince(ticket)))
  }
  const [oldest] = waiting.desk
  const longest = oldest
    ? {
        ...rowModel(ctx, actor, oldest, waitingSince(oldest)),
        with: oldest.assistant
          ? oldest.assistant.id === actor.id
            ? 'claimed by you'
            : `claimed by ${oldest.assistant.display_name}`
          : 'not claimed',
      }
    : null
  const sections = [section('my_turn'), section('unclaimed')]
  const first_steps = await firstSteps(ctx, actor)
  return { sections, my_customers: section('my_customers'), longest, first_steps, panels }
}

async function customerSection(ctx: Context, actor: Actor, key: 'open' | 'closed'): Promise<Section> {
  const { rows } = await listQueue(ctx, actor, key, shownRows + 1)
  return sectionOf(key, customerQueues[key], `/tickets?queue=${key}`, rows, (ticket) => rowModel(ctx, actor, ticket))
}

export const homePages = [
  page.get('/', { for: 'anyone' }, async ({ ctx, actor }) =>
    actor ? seeOther('/home') : view('home/landing', 'Welcome', { is_set_up: await isSetUp(ctx) }),
  ),
  page.get('/home', { for: 'member' }, async ({ ctx, actor }) => {
    const live = '/live'
    if (actor.is_staff) return view('home/assistant', 'Home', await staffHome(ctx, actor), { live })
    const [panels, ...sections] = await Promise.all([
      readPanels(ctx, 'home', actor, actor.id),
      customerSection(ctx, actor, 'open'),
      customerSection(ctx, actor, 'closed'),
    ])
    const banner = mailPromises(ctx).banner(actor)
    return view('home/customer', 'Home', { sections, can_open: await hasRoom(ctx, actor.id), banner, panels }, { live })
  }),
]
