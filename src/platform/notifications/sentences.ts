import type { Context } from '#context'
import { messageText } from '#lib/message-text.ts'
import type { NotificationKind } from '#platform/activity/notification-kind.ts'

interface Cause {
  kind: NotificationKind
  action: string | null
  /** The actor; null for scheduled work. */
  display_name: string | null
}

/** "Anna Petrov closed the ticket" */
export function sentenceOf(ctx: Context, { kind, action, display_name }: Cause): string {
  const text = textOf(ctx, action)
  if (display_name === null) return text?.byClock ?? kind.byClock ?? 'Something has changed'
  return `${display_name} ${text?.sentence ?? kind.sentence}`
}

export const iconOf = (ctx: Context, { kind, action }: Omit<Cause, 'display_name'>): string =>
  textOf(ctx, action)?.icon ?? kind.icon

const textOf = ({ features }: Context, action: string | null) =>
  action === null ? undefined : features.actions.textOf(action)

/** The beginning of a message; null if there is none. */
export function excerptOf({ body }: { body: string | null }, most: number): string | null {
  const text = body ?? ''
  if (text.trim() === '') return null
  // A character takes one or two code units; the rest is not examined.
  const characters = [...text.slice(0, 2 * most + 2)]
  return characters.length > most ? `${characters.slice(0, most).join('').trimEnd()}…` : characters.join('')
}

/** The same in one line, as read on the page. */
export function lineOf({ body }: { body: string | null }, most: number): string | null {
  // A form that is cut in two would show its marks: therefore much more is parsed than is shown.
  const text = messageText((body ?? '').trim().slice(0, 20 * most))
  return excerptOf({ body: text.replace(/\s+/g, ' ').trim() }, most)
}
