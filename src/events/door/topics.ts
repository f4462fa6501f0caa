import type { Topic } from '#platform/live/live.ts'

/** Admissions and doors of an event; only people who manage it may subscribe. */
export const doorTopic = (eventId: number): Topic => `door:${eventId}`
