import { personOf } from '../accounts/people.ts'
import type { Context } from '../context.ts'
import { when } from '../when.ts'
import { changesOf, peopleIn } from './changes.ts'
import { type EntryRow, namesOf } from './entry-queries.ts'

export const actionText = (action: string) => action.replaceAll('_', ' ')

export const actorOf = ({ actor_id, username, display_name, profile_icon, account_type }: EntryRow) =>
  actor_id === null || username === null
    ? null
    : personOf({
        id: actor_id,
        username,
        display_name: display_name ?? '',
        profile_icon: profile_icon ?? 'slate',
        account_type: account_type ?? 'customer',
      })

/** Entries as a page shows them. */
export async function entryModels(ctx: Context, entries: EntryRow[]) {
  const names = await namesOf(ctx, peopleIn(entries))
  const now = ctx.clock.now()
  return entries.map((entry) => ({
    id: entry.id,
    at: when(entry.at, now),
    actor: actorOf(entry),
    actor_id: entry.actor_id,
    address: entry.address,
    action_text: actionText(entry.action),
    ...thingOf(entry),
    changes: changesOf(entry, names),
  }))
}

/** What an entry is about, and where that can be looked at. */
function thingOf({ entity, entity_id, subject_name, message_ticket_id }: EntryRow) {
  const number = entity_id === null ? '' : ` #${entity_id}`
  switch (entity) {
    case 'ticket':
      return { thing: `ticket${number}`, thing_href: entity_id === null ? null : `/tickets/${entity_id}` }
    case 'message':
      return {
        thing: `message${number}${message_ticket_id === null ? '' : ` in ticket #${message_ticket_id}`}`,
        thing_href: message_ticket_id === null ? null : `/tickets/${message_ticket_id}#message-${entity_id}`,
      }
    case 'account':
      return {
        thing: subject_name === null ? `account${number}` : `account of ${subject_name} (#${entity_id})`,
        thing_href: entity_id === null ? null : `/admin/accounts/${entity_id}`,
      }
    case 'session':
      return { thing: '', thing_href: null }
    default:
      return { thing: `${entity}${number}`, thing_href: null }
  }
}
