import type { z } from 'zod'
import { withTransaction } from '#platform/db/transaction.ts'
import { endDraft } from '#platform/drafts/drafts.ts'
import { type DraftForm, formWithDraft } from '#platform/drafts/forms.ts'
import { seeOther, view } from '#platform/http/answer.ts'
import { type Call, type Form, page } from '#platform/http/route.ts'
import { addressWith } from '#platform/pages/address.ts'
import { withReason } from '#platform/pages/forms.ts'
import { openOnBehalf } from './outreach.ts'
import { openAndRunCommands, refuseNames } from './reply-box.ts'
import { customerQuery, ticketForCustomerForm } from './schemas.ts'

declare module '#platform/http/views.ts' {
  interface Views {
    'tickets/for-customer': { form: DraftForm; action: string }
  }
}

const address = '/tickets/for-customer'

type Query = z.output<typeof customerQuery>

/** The draft's place: a draft for one customer is not shown for another. */
function placeFor({ customer = '' }: Query): string {
  const [, id] = /^id:(\d{1,10})$/.exec(customer) ?? []
  return id ? `ticket-for-customer-${id}` : 'ticket-for-customer'
}

async function showForm(
  { ctx, actor, query }: Pick<Call<'staff', unknown, Query>, 'ctx' | 'actor' | 'query'>,
  refused?: Form,
) {
  const empty = { customer: query.customer ?? '', title: '', message: '', waiting_on: 'staff' }
  const form = await formWithDraft(ctx, actor, placeFor(query), refused, empty)
  return view('tickets/for-customer', 'Open a ticket for a customer', { form, action: addressWith(address, query) })
}

/** For customers who call or come to the desk. */
export const outreachPages = [
  page.get(address, { for: 'staff', query: customerQuery }, (call) => showForm(call)),
  page.post(
    address,
    {
      for: 'staff',
      query: customerQuery,
      body: ticketForCustomerForm,
      refused: (call, form, { message }) => showForm(call, withReason(form, message)),
    },
    async ({ ctx, actor, query, body: { to_customer, ...input } }) => {
      const { opened, done } = await withTransaction(ctx, async (ctx) => {
        await endDraft(ctx, actor.id, placeFor(query))
        if (!to_customer) await refuseNames(ctx, input.message)
        return openAndRunCommands(ctx, actor, input.message, (ctx, message) =>
          openOnBehalf(ctx, actor, { ...input, message }),
        )
      })
      return seeOther(`/tickets/${opened.ticket_id}`, done || 'The ticket is open, and yours.')
    },
  ),
]
