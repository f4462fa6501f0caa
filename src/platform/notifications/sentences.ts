import type { NotificationKind, TicketEvent } from '#platform/db/schema.ts'

interface Said {
  kind: NotificationKind
  event: TicketEvent | null
  /** Who caused it; null for the clock. */
  display_name: string | null
}

const deeds: Record<NotificationKind, string> = {
  message: 'wrote',
  status: 'changed the state of the ticket',
  assigned: 'handed you the ticket',
  unassigned: 'relieved you of the ticket',
  mention: 'mentioned you in a note',
  escalated: 'marked the ticket as waiting too long',
}

const statusDeeds: Partial<Record<TicketEvent, string>> = {
  closed: 'closed the ticket',
  reopened: 'opened the ticket again',
}

/** "Anna Petrov closed the ticket" */
export function sentenceOf({ kind, event, display_name }: Said): string {
  if (display_name === null) return kind === 'escalated' ? 'The ticket has waited too long' : 'Something has changed'
  const deed = (kind === 'status' && event && statusDeeds[event]) || deeds[kind]
  return `${display_name} ${deed}`
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
