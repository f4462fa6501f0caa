/** As stored. Urgent is what somebody is waiting for: links and security notices of their own account. */
export const priorities = { urgent: 0, ordinary: 1 } as const

export type JobPriority = keyof typeof priorities
