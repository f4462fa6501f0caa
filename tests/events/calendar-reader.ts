import ICAL from 'ical.js'
import supertest from 'supertest'

/** An event as another library parses it. */
export interface ReadEvent {
  uid: string
  sequence: number
  summary: string
  description: string
  location: string
  status: string
  /** UNIX milliseconds. */
  starts_at: number
  ends_at: number
  /** The unparsed text. */
  raw: (name: string) => string
}

export function parseCalendar(text: string): { method: string | null; name: string | null; events: ReadEvent[] } {
  const calendar = new ICAL.Component(ICAL.parse(text))
  return {
    method: calendar.getFirstPropertyValue('method') as string | null,
    name: calendar.getFirstPropertyValue('x-wr-calname') as string | null,
    events: calendar.getAllSubcomponents('vevent').map((component) => {
      const event = new ICAL.Event(component)
      return {
        uid: event.uid,
        sequence: event.sequence,
        summary: event.summary,
        description: event.description,
        location: event.location,
        status: String(component.getFirstPropertyValue('status')),
        starts_at: event.startDate.toUnixTime() * 1000,
        ends_at: event.endDate.toUnixTime() * 1000,
        raw: (name) => component.getFirstProperty(name)?.toICALString() ?? '',
      }
    }),
  }
}

/** Imports files as a calendar program does (RFC 5546, 2.1.4): one entry for each UID, of the highest SEQUENCE. */
export class CalendarProgram {
  readonly entries = new Map<string, ReadEvent>()

  open(text: string): void {
    const { method, events } = parseCalendar(text)
    for (const event of events) {
      const known = this.entries.get(event.uid)
      if (known && known.sequence > event.sequence) continue
      if (method === 'CANCEL' || event.status === 'CANCELLED') this.entries.delete(event.uid)
      else this.entries.set(event.uid, event)
    }
  }

  get shown() {
    return [...this.entries.values()]
  }
}

/** The response to a request without cookies. */
export const fetchCalendar = (url: string, headers: Record<string, string> = {}) => {
  const { origin, pathname, search } = new URL(url)
  return supertest(origin)
    .get(pathname + search)
    .set(headers)
    .buffer(true)
}
