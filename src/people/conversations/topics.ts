import type { Topic } from '#platform/live/live.ts'

export const conversationTopic = (id: number): Topic => `conversation:${id}`

/** The subject of notifications. */
export const conversationSubject = (id: number) => ({ type: 'conversation', id })
export const reportSubject = (id: number) => ({ type: 'message_report', id })
