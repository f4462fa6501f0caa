import { z } from 'zod'
import { showTicket, ticketJson } from '#desk/tickets/json.ts'
import type { Ticket } from '#desk/tickets/ticket-row.ts'
import type { Excerpt } from './excerpts.ts'
import type { SavedView } from './saved-views.ts'

const excerptJson = z.object({
  title_html: z.string().meta({ description: 'The title as HTML, each hit in <mark>.' }),
  text_html: z.string().nullable().meta({ description: 'Part of a message as HTML, each hit in <mark>.' }),
  from_note: z.boolean(),
})

export const listedTicketJson = ticketJson
  .extend({ excerpt: excerptJson.optional().meta({ description: 'The passage with the words of `q`.' }) })
  .meta({ id: 'ListedTicket' })

export const ticketListJson = z.object({ tickets: z.array(listedTicketJson), next_cursor: z.string().nullable() })

export const showListed = (ticket: Ticket & { excerpt?: Excerpt | null }): z.input<typeof listedTicketJson> => {
  const { excerpt } = ticket
  if (!excerpt) return showTicket(ticket)
  const { title_html, text_html, from_note } = excerpt
  return { ...showTicket(ticket), excerpt: { title_html, text_html, from_note } }
}

export const savedViewJson = z
  .object({
    id: z.int().nullable().meta({ description: 'Null for built-in views.' }),
    name: z.string(),
    address: z.string().meta({ description: 'The query of the list’s address, without the question mark.' }),
  })
  .meta({ id: 'SavedView' })

export const savedViewListJson = z.object({ saved_views: z.array(savedViewJson) })

export const showView = ({ id, name, address }: SavedView): z.input<typeof savedViewJson> => ({ id, name, address })
