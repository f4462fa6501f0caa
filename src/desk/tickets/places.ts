/** Where something is typed about tickets, as drafts know it. */
export const newTicketPlace = 'new-ticket'

export const placeOf = (ticketId: number, form?: 'edit' | 'assignment') =>
  form ? `ticket-${ticketId}-${form}` : `ticket-${ticketId}`
