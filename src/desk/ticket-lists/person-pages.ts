import type { Context } from '#context'
import { rowModel } from '#desk/tickets/models.ts'
import { whyNoCustomer } from '#desk/tickets/participants.ts'
import { mailto } from '#lib/email-address.ts'
import { type FormattedTime, formatTime } from '#lib/format-time.ts'
import { getAccount } from '#people/accounts/accounts.ts'
import { profileAddress } from '#people/public-profiles/profiles.ts'
import { view } from '#platform/http/answer.ts'
import { idParams } from '#platform/http/fields.ts'
import { page } from '#platform/http/route.ts'
import type { Account } from '#platform/identity/account-queries.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { type Person, personOf } from '#platform/identity/people.ts'
import { mailPromises } from '#platform/mail/promises.ts'
import { readNotificationsOfPage } from '#platform/notifications/inbox.ts'
import { listAddress } from './address.ts'
import { findTickets } from './listing.ts'

declare module '#platform/http/views.ts' {
  interface Views {
    'accounts/person': {
      person: Person
      created_at: FormattedTime
      /** Null for people without a public profile. */
      profile: string | null
      /** Null for customers, who only see who others are. */
      known: Awaited<ReturnType<typeof knownToStaff>> | null
    }
  }
}

const shownTickets = 10

/** What staff see of a person: contact data, and their tickets. */
async function knownToStaff(ctx: Context, actor: Actor, account: Account) {
  const filters = { customer: `id:${account.id}`, status: 'any' } as const
  const { email, email_verified_at, email_refused_at } = account
  const mailbox = { email, email_verified: email_verified_at !== null, email_refused: email_refused_at !== null }
  const { rows, next } = await findTickets(ctx, actor, filters, shownTickets)
  return {
    email,
    mailto: mailto(email),
    can_have_tickets: whyNoCustomer(account) === null,
    unreached: account.deleted_at === null ? mailPromises(ctx).unreached(mailbox) : null,
    tickets: rows.map((ticket) => rowModel(ctx, actor, ticket)),
    more: next && listAddress(new URLSearchParams(filters).toString()),
  }
}

export const personPages = [
  page.get('/accounts/:id', { for: 'member', params: idParams }, async ({ ctx, actor, params }) => {
    const account = await getAccount(ctx, params.id)
    await readNotificationsOfPage(ctx, actor, { subject: { type: 'colleague', id: account.id } })
    return view('accounts/person', account.display_name, {
      person: personOf(account),
      created_at: formatTime(ctx, account.created_at),
      profile: profileAddress(account),
      known: actor.is_staff ? await knownToStaff(ctx, actor, account) : null,
    })
  }),
]
