import type { Context } from '#context'
import { formatTime } from '#lib/format-time.ts'
import { personOf } from '#platform/identity/people.ts'
import { changesOf, peopleIn } from './changes.ts'
import { type EntryRow, namesOf } from './entry-queries.ts'
import { actionParts, thingText } from './phrases.ts'

export const entryActor = ({ actor_id, username, display_name, profile_icon, picture_id, account_type }: EntryRow) =>
  actor_id === null || username === null
    ? null
    : personOf({
        id: actor_id,
        username,
        display_name: display_name ?? '',
        profile_icon: profile_icon ?? 'slate',
        picture_id,
        account_type: account_type ?? 'customer',
      })

export type EntryModel = Awaited<ReturnType<typeof entryModels>>[number]

/** Entries as a page shows them. The page of a ticket gives `ownTicket`, which is then not named again. */
export async function entryModels(ctx: Context, entries: EntryRow[], ownTicket?: number) {
  const names = await namesOf(ctx, peopleIn(entries))
  return entries.map((entry) => {
    const { thing, href } = thingOf(entry, thingText(ctx, entry.action, entry.entity), ownTicket)
    return {
      id: entry.id,
      at: formatTime(ctx, entry.at),
      actor: entryActor(entry),
      actor_id: entry.actor_id,
      address: entry.address,
      action: actionParts(ctx, entry.action, thing),
      href,
      changes: changesOf(ctx, entry, names),
    }
  })
}

const nothing = { thing: '', href: null }

/** What an entry is about, with a link to it. */
function thingOf(
  { actor_id, entity, entity_id, subject_name, message_ticket_id }: EntryRow,
  text: string,
  own?: number,
) {
  if (entity_id === null || entity === 'session') return nothing
  const numbered = `${text} #${entity_id}`
  switch (entity) {
    case 'ticket':
      return entity_id === own ? nothing : { thing: numbered, href: `/tickets/${entity_id}` }
    case 'message':
      if (message_ticket_id === null || message_ticket_id === own) return { thing: numbered, href: null }
      return {
        thing: `${numbered} in ticket #${message_ticket_id}`,
        href: `/tickets/${message_ticket_id}#message-${entity_id}`,
      }
    case 'account': {
      const named = subject_name === null ? numbered : `the account of ${subject_name} (#${entity_id})`
      return entity_id === actor_id ? nothing : { thing: named, href: `/admin/accounts/${entity_id}` }
    }
    default:
      return { thing: numbered, href: null }
  }
}
