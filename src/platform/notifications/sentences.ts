import type { NotificationKind, TicketAction } from '#platform/db/schema.ts'

interface Said {
  kind: NotificationKind
  action: TicketAction | null
  /** Who caused it; null for the clock. */
  display_name: string | null
}

const actions: Record<NotificationKind, string> = {
  message: 'wrote',
  status: 'changed the state of the ticket',
  assigned: 'handed you the ticket',
  unassigned: 'relieved you of the ticket',
  mention: 'mentioned you in a note',
  escalated: 'marked the ticket as waiting too long',
}

const statusActions: Partial<Record<TicketAction, string>> = {
  closed: 'closed the ticket',
  reopened: 'opened the ticket again',
}

/** "Anna Petrov closed the ticket" */
export function sentenceOf({ kind, action, display_name }: Said): string {
  if (display_name === null) return kind === 'escalated' ? 'The ticket has waited too long' : 'Something has changed'
  const text = (kind === 'status' && action && statusActions[action]) || actions[kind]
  return `${display_name} ${text}`
}

/** The beginning of what was written; null where nothing was. */
export function excerptOf({ body }: { body: string | null }, most: number): string | null {
  const text = (body ?? '').trim()
  // A character takes one or two code units; what lies behind is not looked at.
  const characters = [...text.slice(0, 2 * most + 2)]
  if (characters.length === 0) return null
  return characters.length > most ? `${characters.slice(0, most).join('').trimEnd()}…` : characters.join('')
}

export const inOneLine = (text: string) => text.replace(/\s+/g, ' ')
