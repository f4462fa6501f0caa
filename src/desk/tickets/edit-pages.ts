import { withTransaction } from '#platform/db/transaction.ts'
import { endDraft } from '#platform/drafts/drafts.ts'
import { type DraftForm, formWithDraft } from '#platform/drafts/forms.ts'
import { type Answer, seeOther, view } from '#platform/http/answer.ts'
import { idParams } from '#platform/http/fields.ts'
import { type Form, page } from '#platform/http/route.ts'
import { type Pager, pagerOf } from '#platform/pages/address.ts'
import { withReason } from '#platform/pages/forms.ts'
import { changedIn, readEdits } from './edits.ts'
import { firstMessageOf, listEdits } from './message-queries.ts'
import { versionModels } from './models.ts'
import { address, type TicketCall } from './pages.ts'
import { placeOf } from './places.ts'
import { editsPageQuery, ticketEditForm } from './schemas.ts'
import { editTicket, getTicket, getTicketForUpdate, refuseOthersEdits } from './tickets.ts'

declare module '#platform/http/views.ts' {
  interface Views {
    'tickets/edit': {
      ticket: { id: number; title: string }
      /** False if staff opened the ticket by writing first. */
      wrote_first: boolean
      form: DraftForm
    }
    'tickets/edits': {
      ticket: { id: number; title: string }
      versions: Awaited<ReturnType<typeof versionModels>>
      pager: Pager
    }
  }
}

async function showEdit({ ctx, actor, params }: TicketCall, refused?: Form): Promise<Answer> {
  const ticket = await getTicket(ctx, actor, params.id)
  refuseOthersEdits(actor, ticket)
  const first = await firstMessageOf(ctx, ticket.id)
  const [last] = await listEdits(ctx, ticket.id, 1)
  const empty = { title: ticket.title, message: first.body, shown_edit: String(last?.id ?? 0) }
  const form = await formWithDraft(ctx, actor, placeOf(ticket.id, 'edit'), refused, empty)
  return view('tickets/edit', `Edit ticket ${ticket.id}`, {
    ticket: { id: ticket.id, title: ticket.title },
    wrote_first: first.author_id === actor.id,
    form,
  })
}

/** Few enough for a fast page, however long they are. */
const shownVersions = 10

/** Edits title and first message, and shows earlier versions. */
export const editPages = [
  page.get('/tickets/:id/edit', { for: 'member', params: idParams }, (call) => showEdit(call)),
  page.post(
    '/tickets/:id/edit',
    {
      for: 'member',
      params: idParams,
      body: ticketEditForm,
      refused: (call, form, { message }) => showEdit(call, withReason(form, message)),
    },
    async ({ ctx, actor, params, body: { shown_edit, ...form } }) => {
      await withTransaction(ctx, async (ctx) => {
        await endDraft(ctx, actor.id, placeOf(params.id, 'edit'))
        const ticket = await getTicketForUpdate(ctx, actor, params.id)
        const edit = shown_edit === undefined ? form : await changedIn(ctx, ticket.id, form, shown_edit)
        await editTicket(ctx, actor, params.id, edit)
      })
      return seeOther(address(params.id), 'Saved. What it said before stays in the history.')
    },
  ),
  page.get(
    '/tickets/:id/edits',
    { for: 'member', params: idParams, query: editsPageQuery },
    async ({ ctx, actor, params, query: { cursor } }) => {
      const { ticket, rows, next } = await readEdits(ctx, actor, params.id, shownVersions, cursor)
      return view('tickets/edits', `Earlier versions of ticket ${ticket.id}`, {
        ticket: { id: ticket.id, title: ticket.title },
        versions: await versionModels(ctx, rows),
        pager: pagerOf(`${address(ticket.id)}/edits`, {}, next, cursor !== undefined),
      })
    },
  ),
]
