/** Where something is typed to a person, as drafts know it; the same before and after a conversation has begun. */
export const placeOf = (otherId: number) => `message-to-${otherId}`
export const reportPlaceOf = (conversationId: number) => `conversation-${conversationId}-report`
export const decisionPlaceOf = (reportId: number) => `report-${reportId}-decision`
