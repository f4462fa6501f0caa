/** As they are stored. Urgent is what somebody waits for at this moment: links and notices of one's own account. */
export const priorities = { urgent: 0, ordinary: 1 } as const

export type JobPriority = keyof typeof priorities
