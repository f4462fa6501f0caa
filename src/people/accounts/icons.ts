import { randomInt } from 'node:crypto'

export const icons = ['blue', 'green', 'purple', 'red', 'amber', 'teal', 'pink', 'slate'] as const
export type Icon = (typeof icons)[number]

/** The four of the first version, which are the only ones that its API clients know. */
const given = icons.slice(0, 4)

export const randomIcon = (): Icon => given[randomInt(given.length)] as Icon

export interface IconChoice {
  name: string
  label: string
}

/** What a form offers. */
export const iconChoices: IconChoice[] = icons.map((name) => ({ name, label: name }))
