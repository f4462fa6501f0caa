import type { TicketEvent } from '#platform/db/schema.ts'

const actions: Record<TicketEvent, string> = {
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
export const systemText = (event: TicketEvent, who: Named, about: Named | null) =>
  `${named(who)} ${actions[event]}${about ? ` to ${named(about)}` : ''}.`
