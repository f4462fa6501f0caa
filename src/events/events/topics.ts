import type { Topic } from '#platform/live/live.ts'

export const eventTopic = (id: number): Topic => `event:${id}`
/** What everybody may see of the overview; who comes to what else hears of it by their own account's topic. */
export const publicEventsTopic: Topic = 'events:public'

/** As notifications and mails name an event. */
export const eventSubject = (id: number) => ({ type: 'event', id })
