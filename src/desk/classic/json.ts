import { z } from 'zod'
import type { Message } from '#desk/tickets/threads.ts'
import type { Account } from '#platform/identity/account-queries.ts'
import { isStaff } from '#platform/identity/account-type.ts'
import type { BriefTicket } from './everything.ts'

const unset = -1
const system = 0

const seconds = (milliseconds: number) => Math.floor(milliseconds / 1000)

export const tokenJson = z.object({ access_token: z.string() })
export const savedJson = z.object({ msg: z.string() })
export const writtenJson = z.object({ ticket_id: z.int(), message_id: z.int() })

export const userJson = z.object({
  user_id: z.int(),
  username: z.string(),
  created_at: z.int(),
  account_type: z.union([z.literal(1), z.literal(2)]),
  profile_icon: z.string(),
})

export const ticketJson = z.object({
  ticket_id: z.int(),
  customer_id: z.int(),
  assistant_id: z.int(),
  opened_at: z.int(),
  closed_at: z.int(),
  title: z.string(),
})

export const messageJson = z.object({
  message_id: z.int(),
  author_id: z.int(),
  body: z.string(),
  sent_at: z.int(),
})

const picture = (icon: string) => `/profile-icons/${icon}.png`

export const showUser = (account: Account): z.input<typeof userJson> => ({
  user_id: account.id,
  username: account.username,
  created_at: seconds(account.created_at),
  account_type: isStaff(account.account_type) ? 2 : 1,
  profile_icon: picture(account.profile_icon),
})

/** The author of System lines; not an account. */
export const systemUser: z.input<typeof userJson> = {
  user_id: system,
  username: 'System',
  created_at: 0,
  account_type: 2,
  profile_icon: picture('slate'),
}

export const classicTicketJson = (ticket: BriefTicket): z.input<typeof ticketJson> => ({
  ticket_id: ticket.id,
  customer_id: ticket.customer_id,
  assistant_id: ticket.assistant_id ?? unset,
  opened_at: seconds(ticket.opened_at),
  closed_at: ticket.closed_at === null ? unset : seconds(ticket.closed_at),
  title: ticket.title,
})

export const showMessage = (message: Message): z.input<typeof messageJson> => ({
  message_id: message.id,
  author_id: message.kind === 'system' ? system : message.author_id,
  body: message.text,
  sent_at: seconds(message.sent_at),
})
