/** The draft's place for messages to a person; the same before and after the conversation has begun. */
export const placeOf = (otherId: number) => `message-to-${otherId}`
export const reportPlaceOf = (conversationId: number) => `conversation-${conversationId}-report`
export const decisionPlaceOf = (reportId: number) => `report-${reportId}-decision`
