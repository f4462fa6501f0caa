import type { Context } from '#context'
import { formatTime } from '#lib/format-time.ts'
import { addressToConfirm } from '#people/accounts/address-ownership.ts'
import { deviceOf } from '#people/sessions/devices.ts'
import { actionParts, thingText } from '#platform/audit/phrases.ts'
import type { Account } from '#platform/identity/account-queries.ts'
import { typeNames } from '#platform/identity/account-type.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { personOf } from '#platform/identity/people.ts'
import { mailPromises } from '#platform/mail/promises.ts'
import type { AccountActivity } from './account-detail-queries.ts'
import type { AccountDetails } from './account-details.ts'
import { stateOf } from './account-state.ts'

export const stateNames = {
  active: 'Active',
  unverified: 'Address not confirmed',
  suspended: 'Suspended',
  deleted: 'Deleted',
}

export const accountModel = (ctx: Context, account: Account) => ({
  ...personOf(account),
  email: account.email,
  pending_email: account.pending_email,
  account_type: account.account_type,
  type_name: typeNames[account.account_type],
  state: stateOf(account),
  state_name: stateNames[stateOf(account)],
  created_at: formatTime(ctx, account.created_at),
})

export function accountDetailsModel(ctx: Context, actor: Actor, opened: AccountDetails) {
  const { account, counts, two_factor, api_tokens } = opened
  return {
    account: {
      ...accountModel(ctx, account),
      two_factor,
      api_tokens,
      email_refused_at: account.email_refused_at === null ? null : formatTime(ctx, account.email_refused_at),
      pending_email_refused: account.pending_email_refused_at !== null,
      to_confirm: account.deleted_at === null ? addressToConfirm(account) : null,
      is_me: account.id === actor.id,
    },
    counts,
    mail_off: mailPromises(ctx).off,
    renamed_are_told: mailPromises(ctx).renamedAreTold,
    tickets: opened.tickets.map(({ id, title, opened_at, closed_at }) => ({
      id,
      title,
      opened_at: formatTime(ctx, opened_at),
      status: closed_at === null ? 'Open' : 'Closed',
    })),
    sessions: opened.sessions.map(({ user_agent, address, last_seen_at, created_at }) => ({
      device: deviceOf(user_agent),
      address: address ?? 'unknown address',
      last_seen_at: formatTime(ctx, last_seen_at),
      created_at: formatTime(ctx, created_at),
    })),
    events: opened.events.map((event) => ({
      ...event,
      text: activityText(ctx, event, account),
      at: formatTime(ctx, event.at),
    })),
  }
}

/** "Opened ticket 7", or with the actor: "Helen (#5) suspended the account". */
function activityText(
  ctx: Context,
  { action, entity, entity_id, actor_id, actor_name }: AccountActivity,
  account: Account,
): string {
  const own = entity === 'session' || (entity === 'account' && entity_id === account.id)
  const thing = own || entity_id === null ? '' : `${thingText(ctx, action, entity)} ${entity_id}`
  const text = actionParts(ctx, action, thing).join('')
  if (actor_id === account.id) return text.charAt(0).toUpperCase() + text.slice(1)
  return `${actor_id === null ? 'System' : `${actor_name ?? 'Somebody'} (#${actor_id})`} ${text}`
}
