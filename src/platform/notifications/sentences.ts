import type { Context } from '#context'
import type { NotificationKind } from '#platform/activity/notification-kind.ts'

interface Cause {
  kind: NotificationKind
  action: string | null
  /** Who caused it; null for the clock. */
  display_name: string | null
}

/** "Anna Petrov closed the ticket" */
export function sentenceOf(ctx: Context, { kind, action, display_name }: Cause): string {
  if (display_name === null) return kind.byClock ?? 'Something has changed'
  return `${display_name} ${textOf(ctx, action)?.sentence ?? kind.sentence}`
}

export const iconOf = (ctx: Context, { kind, action }: Omit<Cause, 'display_name'>): string =>
  textOf(ctx, action)?.icon ?? kind.icon

const textOf = ({ features }: Context, action: string | null) =>
  action === null ? undefined : features.actions.textOf(action)

/** The beginning of what was written; null where nothing was. */
export function excerptOf({ body }: { body: string | null }, most: number): string | null {
  const text = (body ?? '').trim()
  // A character takes one or two code units; what lies behind is not looked at.
  const characters = [...text.slice(0, 2 * most + 2)]
  if (characters.length === 0) return null
  return characters.length > most ? `${characters.slice(0, most).join('').trimEnd()}…` : characters.join('')
}

export const inOneLine = (text: string) => text.replace(/\s+/g, ' ')
