/**
 * As stored; each is processed by itself, so that none waits for another. Urgent is what somebody is waiting for: links
 * and security notices of their own account. Other mails take as long as the mail server does.
 */
export const priorities = { urgent: 0, ordinary: 1, mail: 2 } as const

export type JobPriority = keyof typeof priorities
