import { withTransaction } from '#platform/db/transaction.ts'
import { endDraft } from '#platform/drafts/drafts.ts'
import { type DraftForm, formWithDraft } from '#platform/drafts/forms.ts'
import { seeOther, view } from '#platform/http/answer.ts'
import { withReason } from '#platform/http/forms.ts'
import { type Call, type Form, page } from '#platform/http/route.ts'
import { openOnBehalf } from './outreach.ts'
import { refuseNames } from './reply-box.ts'
import { customerQuery, ticketForCustomerForm } from './schemas.ts'

declare module '#platform/http/views.ts' {
  interface Views {
    'tickets/for-customer': { form: DraftForm }
  }
}

/** Where it is typed, as drafts know it. */
const place = 'ticket-for-customer'

async function showForm({ ctx, actor }: Pick<Call<'staff'>, 'ctx' | 'actor'>, refused?: Form, customer = '') {
  const empty = { customer, title: '', message: '', waiting_on: 'staff' }
  const form = await formWithDraft(ctx, actor, place, refused, empty)
  return view('tickets/for-customer', 'Open a ticket for a customer', { form })
}

/** For who calls or stands at the desk. */
export const outreachPages = [
  page.get('/tickets/for-customer', { for: 'staff', query: customerQuery }, (call) =>
    showForm(call, undefined, call.query.customer),
  ),
  page.post(
    '/tickets/for-customer',
    {
      for: 'staff',
      body: ticketForCustomerForm,
      refused: (call, form, { message }) => showForm(call, withReason(form, message)),
    },
    async ({ ctx, actor, body: { to_customer, ...asked } }) => {
      const { ticket_id } = await withTransaction(ctx, async (ctx) => {
        await endDraft(ctx, actor.id, place)
        if (!to_customer) await refuseNames(ctx, asked.message)
        return openOnBehalf(ctx, actor, asked)
      })
      return seeOther(`/tickets/${ticket_id}`, 'The ticket is open, and yours.')
    },
  ),
]
