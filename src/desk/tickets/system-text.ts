import type { TicketAction } from '#platform/db/schema.ts'

const actions: Record<TicketAction, string> = {
  claimed: 'claimed this ticket',
  taken_over: 'took this ticket over',
  released: 'released this ticket',
  assigned: 'assigned this ticket',
  closed: 'closed this ticket',
  reopened: 'reopened this ticket',
}

type Named = { id: number; display_name: string }
const named = ({ id, display_name }: Named) => `${display_name} (#${id})`

/** "Anna Petrov (#5) claimed this ticket." */
export const systemText = (action: TicketAction, who: Named, about: Named | null) =>
  `${named(who)} ${actions[action]}${about ? ` to ${named(about)}` : ''}.`
