import type { Context } from '#context'
import type { HostedEvent } from '#events/events/queries.ts'
import { hour } from '#lib/durations.ts'
import { messageText } from '#lib/message-text.ts'
import { mapInTurns } from '#lib/turns.ts'

// Events in the format of calendar programs (RFC 5545, RFC 5546). All times are UTC, which is right in every zone: no
// event recurs, so no rules of a time zone are needed.

type Described = 'id' | 'title' | 'description' | 'location' | 'starts_at' | 'ends_at' | 'visibility'
type Dated = 'sequence' | 'created_at' | 'changed_at' | 'cancelled_at' | 'cancel_reason'

export type Entry = Pick<HostedEvent, Described | Dated | 'host_display_name'> & {
  /** The reader is invited and has not answered yet. */
  tentative: boolean
  /** The reader does not attend, so the time stays free in their calendar. */
  free: boolean
}

interface File {
  /** The name of the calendar for subscribers. */
  name?: string
  /** For the file of one event, which is opened once; a feed is fetched repeatedly and has none. */
  method?: 'PUBLISH' | 'CANCEL'
}

/** Milliseconds after which a feed should be fetched again. */
const readAgain = hour
/**
 * Characters of a description in a feed; the event's page, which it links to, has the rest. They are counted before the
 * text is made of it, which takes a millisecond for ten thousand.
 */
export const mostOfFeed = 1000

export async function calendarText(ctx: Context, entries: Entry[], { name, method }: File): Promise<string> {
  const { default: createCalendar, ...kinds } = await import('ical-generator')
  const calendar = createCalendar({
    prodId: { company: 'SupportMe', product: 'SupportMe' },
    ...(method && { method: kinds.ICalCalendarMethod[method] }),
    // The generator does not escape this text.
    ...(name && { name: kinds.escape(printable(name), false), ttl: readAgain / 1000 }),
  })
  const empty = calendar.toString()
  // Folding lines takes a microsecond for each character.
  const events = await mapInTurns(entries, (entry) =>
    kinds.foldLines(calendar.createEvent(propertiesOf(ctx, entry, kinds, method !== undefined)).toString()),
  )
  // The generator ends without a line break.
  return `${empty.slice(0, -end.length)}${events.join('')}${end}\r\n`
}

const end = 'END:VCALENDAR'

type Kinds = Pick<typeof import('ical-generator'), 'ICalEventStatus' | 'ICalEventClass' | 'ICalEventTransparency'>

function propertiesOf(ctx: Context, entry: Entry, kinds: Kinds, once: boolean) {
  const { ICalEventStatus, ICalEventClass, ICalEventTransparency } = kinds
  const { origin } = ctx.config.server
  const url = `${origin}/events/${entry.id}`
  const cancelled = entry.cancelled_at !== null
  return {
    id: `event-${entry.id}@${new URL(origin).hostname}`,
    sequence: entry.sequence,
    // In a file the time at which it was made, in a feed that of the event's last change (RFC 5545, 3.8.7.2).
    stamp: new Date(once ? ctx.clock.now() : entry.changed_at),
    created: new Date(entry.created_at),
    lastModified: new Date(entry.changed_at),
    start: new Date(entry.starts_at),
    end: new Date(entry.ends_at),
    status: cancelled
      ? ICalEventStatus.CANCELLED
      : entry.tentative
        ? ICalEventStatus.TENTATIVE
        : ICalEventStatus.CONFIRMED,
    ...(entry.free && { transparency: ICalEventTransparency.TRANSPARENT }),
    class: entry.visibility === 'public' ? ICalEventClass.PUBLIC : ICalEventClass.PRIVATE,
    summary: printable(entry.title),
    location: printable(entry.location),
    description: printable(descriptionOf(entry, url, once ? Number.POSITIVE_INFINITY : mostOfFeed)),
    url,
    // The desk's own address: a host's address is private.
    organizer: { name: printable(entry.host_display_name), email: ctx.config.mail.from },
  }
}

function descriptionOf({ cancelled_at, cancel_reason, description }: Entry, url: string, most: number): string {
  const cancellation = cancelled_at !== null && `Cancelled.${cancel_reason ? ` ${cancel_reason}` : ''}`
  const characters = [...description]
  const shown =
    characters.length > most ? `${messageText(characters.slice(0, most).join(''))}…` : messageText(description)
  return [cancellation, shown, url].filter(Boolean).join('\n\n')
}

/** RFC 5545 allows no control characters in texts except line breaks and tabs. */
const printable = (text: string) => text.replace(/(?![\n\t])\p{Cc}/gu, '')
