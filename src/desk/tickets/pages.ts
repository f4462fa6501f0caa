import type { z } from 'zod'
import type { ShownPanel } from '#context'
import type { DomainError } from '#errors'
import { writeWhatWasSeen } from '#platform/db/optional-write.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { endDraft } from '#platform/drafts/drafts.ts'
import { type DraftForm, formsWithDrafts, formWithDraft } from '#platform/drafts/forms.ts'
import { seeOther, type ViewAnswer, view, withError } from '#platform/http/answer.ts'
import { emptyBody, idParams } from '#platform/http/fields.ts'
import { type Call, type Form, page } from '#platform/http/route.ts'
import { type Person, personOf } from '#platform/identity/people.ts'
import { type MailBanner, mailPromises } from '#platform/mail/promises.ts'
import { withReason } from '#platform/pages/forms.ts'
import { readPanels } from '#platform/panels/panels.ts'
import type { TicketVerb } from './api.ts'
import { claimTicket } from './claims.ts'
import { closeFromPage, reopenTicket } from './closures.ts'
import { commandsFor, endingCommands } from './commands.ts'
import { listMessages, shownMessages } from './message-queries.ts'
import { ticketModel } from './models.ts'
import { onward, seeNext } from './onward.ts'
import { newTicketPlace, placeOf } from './places.ts'
import { permissions } from './policy.ts'
import { priorities } from './priorities.ts'
import { listStaff } from './recipient-queries.ts'
import { openAndRunCommands, stepOf, writeInBox } from './reply-box.ts'
import { answerForm, claimForm, newTicket, onwardForm, ticketPageQuery } from './schemas.ts'
import { partWith, readThread } from './threads.ts'
import { getTicket, markMessageRead, markRead, openTicket } from './tickets.ts'
import { releaseTicket } from './unassignments.ts'
import { isCustomerOf } from './visibility.ts'

declare module '#platform/http/views.ts' {
  interface Views {
    'tickets/show': Awaited<ReturnType<typeof ticketModel>> & {
      staff: Person[]
      colleagues: Person[]
      priorities: typeof priorities
      commands: ReturnType<typeof commandsFor>
      newer: string | null
      /** For customers, if answers will not reach them by mail. */
      banner: MailBanner
      reply: DraftForm
      work: DraftForm
      /** For staff. */
      panels: ShownPanel[]
    }
    'tickets/new': { form: DraftForm }
  }
}

export type TicketCall = Pick<Call<'member', { id: number }>, 'ctx' | 'actor' | 'params'>

export async function ticketPage(
  { ctx, actor, params }: TicketCall,
  refusedReply?: Form,
  part: z.output<typeof ticketPageQuery> = {},
  refusedWork?: Form,
): Promise<ViewAnswer> {
  const ticket = await getTicket(ctx, actor, params.id)
  const before = part.before ?? (part.message && (await partWith(ctx, actor, ticket, part.message, shownMessages)))
  const thread = await readThread(ctx, actor, ticket, { limit: shownMessages, before })
  const model = await ticketModel(ctx, actor, ticket, thread)
  await writeWhatWasSeen(ctx, 'that a ticket was read', () =>
    before === undefined ? markRead(ctx, actor, ticket) : markMessageRead(ctx, actor, ticket, part.message),
  )
  const worksOn = permissions(actor, ticket).work
  const staff = worksOn ? (await listStaff(ctx)).map(personOf) : []
  const panels = worksOn ? await readPanels(ctx, 'ticket', actor, ticket.customer.id, ticket.id) : []
  const colleagues = staff.filter((one) => one.id !== actor.id && !isCustomerOf(one, ticket))
  const newer = before === undefined ? null : `/tickets/${ticket.id}`
  const banner = isCustomerOf(actor, ticket) ? mailPromises(ctx).banner(actor) : null
  const places = [placeOf(ticket.id), worksOn ? placeOf(ticket.id, 'assignment') : undefined]
  const [reply, work] = await formsWithDrafts(ctx, actor, places, [refusedReply, refusedWork])
  const live = `/live?ticket=${ticket.id}`
  return view(
    'tickets/show',
    ticket.title,
    {
      ...model,
      staff,
      colleagues,
      priorities,
      newer,
      banner,
      reply,
      work,
      panels,
      commands: commandsFor(actor, ticket),
    },
    { live },
  )
}

/** After an error of an action shows the ticket as it is now, with the reason and what was typed. */
async function ticketPageWithReason(call: TicketCall, form: Form, error: DomainError): Promise<ViewAnswer> {
  return withError(await ticketPage(call, undefined, undefined, form), error.message)
}

/** After an error of an answer, note or command the text stays in the box, with the reason above. */
export async function boxWithReason(call: TicketCall, form: Form, { code, message }: DomainError) {
  if (code === 'idempotency_key_reused' && (await isWritten(call, form)))
    return withError(
      await ticketPage(call),
      'This was sent already, and is shown here. Nothing else was done this time.',
    )
  return ticketPage(call, withReason(form, message))
}

/** Whether it is there: its answer was lost, and then another button was pressed, such as to close the ticket, too. */
async function isWritten({ ctx, actor, params }: TicketCall, { values }: Form): Promise<boolean> {
  const typed = answerForm.shape.message.safeParse(values.message).data ?? ''
  const { text } = endingCommands(actor, await getTicket(ctx, actor, params.id), typed)
  const newest = await listMessages(ctx, params.id, { count: 10, notes: true })
  return newest.some(({ author_id, body }) => author_id === actor.id && [typed, text].includes(body))
}

export const address = (id: number) => `/tickets/${id}`

const showNew = async ({ ctx, actor }: Pick<TicketCall, 'ctx' | 'actor'>, refused?: Form) => {
  const form = await formWithDraft(ctx, actor, newTicketPlace, refused, { title: '', message: '' })
  return view('tickets/new', 'Open a ticket', { form })
}

const showNewWithReason = (call: Pick<TicketCall, 'ctx' | 'actor'>, form: Form, { message }: DomainError) =>
  showNew(call, withReason(form, message))

const ticketForm = { for: 'member', params: idParams, body: emptyBody, refused: ticketPageWithReason } as const
export const staffTicketForm = { ...ticketForm, for: 'staff' } as const

/** Runs a verb on a ticket and redirects to its page, which confirms it. */
export const onTicket =
  <B>(verb: TicketVerb<B>, done: string) =>
  async ({ ctx, actor, params, body }: TicketCall & { body: B }) => {
    await verb(ctx, actor, params.id, body)
    return seeOther(address(params.id), done)
  }

export const ticketPages = [
  page.post(
    '/tickets',
    { for: 'customer', body: newTicket, refused: showNewWithReason },
    async ({ ctx, actor, body }) => {
      const { opened, done } = await withTransaction(ctx, async (ctx) => {
        await endDraft(ctx, actor.id, newTicketPlace)
        return openAndRunCommands(ctx, actor, body.message, (ctx, message) =>
          openTicket(ctx, actor, { ...body, message }),
        )
      })
      return seeOther(address(opened.ticket_id), done || 'Your ticket is open. We will answer here.')
    },
  ),
  page.get('/tickets/new', { for: 'customer' }, (call) => showNew(call)),
  page.get('/tickets/:id', { for: 'member', params: idParams, query: ticketPageQuery }, (call) =>
    ticketPage(call, undefined, call.query),
  ),
  page.post(
    '/tickets/:id/messages',
    { for: 'member', params: idParams, body: answerForm, refused: boxWithReason },
    async ({ ctx, actor, params, body }) => {
      const { command, message_id, done } = await writeInBox(ctx, actor, params.id, body)
      if (stepOf(body) && actor.is_staff) return seeNext(params.id, body.from, done)
      return seeOther(command ? address(params.id) : `${address(params.id)}#message-${message_id}`, done)
    },
  ),
  page.post(
    '/tickets/:id/claim',
    { ...staffTicketForm, body: claimForm },
    onTicket(
      (ctx, actor, id, { expected_assistant_id }) => claimTicket(ctx, actor, id, expected_assistant_id),
      'The ticket is yours.',
    ),
  ),
  page.post('/tickets/:id/release', staffTicketForm, onTicket(releaseTicket, 'The ticket is back in the queue.')),
  page.post('/tickets/:id/closure', { ...ticketForm, body: onwardForm }, async ({ ctx, actor, params, body }) => {
    await closeFromPage(ctx, actor, params.id)
    return onward(actor, params.id, body.from, (ticket) => `${ticket} is closed. A new message reopens it.`)
  }),
  page.post('/tickets/:id/reopening', ticketForm, onTicket(reopenTicket, 'The ticket is open again.')),
]
