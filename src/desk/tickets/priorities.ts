/** In ascending order: the database stores the position, from 1. */
export const priorities = ['low', 'normal', 'high', 'urgent'] as const
export type Priority = (typeof priorities)[number]

export const rankOf = (priority: Priority) => priorities.indexOf(priority) + 1
export const priorityOf = (rank: number): Priority => priorities[rank - 1] ?? 'normal'
export const normalPriority = rankOf('normal')
