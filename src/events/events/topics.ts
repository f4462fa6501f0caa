import type { Topic } from '#platform/live/live.ts'

export const eventTopic = (id: number): Topic => `event:${id}`
/** Changes of public events in the overview; people concerned by other events get those through their own account's topic. */
export const publicEventsTopic: Topic = 'events:public'

/** The subject of notifications and mails about an event. */
export const eventSubject = (id: number) => ({ type: 'event', id })
