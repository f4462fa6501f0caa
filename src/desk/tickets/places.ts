/** Places of drafts about tickets. */
export const newTicketPlace = 'new-ticket'

export const placeOf = (ticketId: number, form?: 'edit' | 'assignment') =>
  form ? `ticket-${ticketId}-${form}` : `ticket-${ticketId}`
