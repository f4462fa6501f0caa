import type { Topic } from '#platform/live/live.ts'

/** Who is let in at an event, and at which doors; only those who manage it hear of it. */
export const doorTopic = (eventId: number): Topic => `door:${eventId}`
