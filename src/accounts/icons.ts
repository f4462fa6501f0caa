import { randomInt } from 'node:crypto'

export const icons = ['blue', 'green', 'purple', 'red', 'amber', 'teal', 'pink', 'slate'] as const
export type Icon = (typeof icons)[number]

export const randomIcon = (): Icon => icons[randomInt(icons.length)] as Icon
