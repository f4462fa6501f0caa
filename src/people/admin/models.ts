import type { Context } from '#context'
import { when } from '#lib/format-time.ts'
import { addressToConfirm } from '#people/accounts/address-ownership.ts'
import { deviceOf } from '#people/sessions/devices.ts'
import { deedParts } from '#platform/audit/deeds.ts'
import type { Account } from '#platform/identity/account-queries.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { personOf } from '#platform/identity/people.ts'
import { stateOf } from './account-state.ts'
import type { Belongings } from './belongings.ts'
import type { AccountEvent } from './belongings-queries.ts'

export const typeNames = { customer: 'Customer', assistant: 'Assistant', admin: 'Admin' }
export const stateNames = {
  active: 'Active',
  unverified: 'Address not confirmed',
  suspended: 'Suspended',
  deleted: 'Deleted',
}

export const accountModel = (account: Account, now: number) => ({
  ...personOf(account),
  email: account.email,
  pending_email: account.pending_email,
  account_type: account.account_type,
  type_name: typeNames[account.account_type],
  state: stateOf(account),
  state_name: stateNames[stateOf(account)],
  created_at: when(account.created_at, now),
})

export function openedModel(ctx: Context, actor: Actor, opened: Belongings) {
  const { account, counts, two_factor } = opened
  const now = ctx.clock.now()
  return {
    account: {
      ...accountModel(account, now),
      two_factor,
      to_confirm: account.erased_at === null ? addressToConfirm(account) : null,
      is_me: account.id === actor.id,
    },
    counts,
    mail_off: !ctx.mailer.available,
    tickets: opened.tickets.map(({ id, title, opened_at, closed_at }) => ({
      id,
      title,
      opened_at: when(opened_at, now),
      status: closed_at === null ? 'Open' : 'Closed',
    })),
    sessions: opened.sessions.map(({ user_agent, address, last_seen_at, created_at }) => ({
      device: deviceOf(user_agent),
      address: address ?? 'unknown address',
      last_seen_at: when(last_seen_at, now),
      created_at: when(created_at, now),
    })),
    events: opened.events.map((event) => ({ ...event, text: eventText(event, account), at: when(event.at, now) })),
  }
}

/** "Opened ticket 7", or with who it was: "Helen (#5) suspended the account". */
function eventText({ action, entity, entity_id, actor_id, actor_name }: AccountEvent, account: Account): string {
  const own = entity === 'session' || (entity === 'account' && entity_id === account.id)
  const thing = own || entity_id === null ? '' : `${action === 'noted' ? 'internal note' : entity} ${entity_id}`
  const deed = deedParts(action, thing).join('')
  if (actor_id === account.id) return deed.charAt(0).toUpperCase() + deed.slice(1)
  return `${actor_id === null ? 'System' : `${actor_name ?? 'Somebody'} (#${actor_id})`} ${deed}`
}
