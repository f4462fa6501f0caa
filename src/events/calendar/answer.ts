import { type Answer, stream } from '#platform/http/answer.ts'
import { hashOf } from '#platform/http/static-content.ts'

interface CalendarFile {
  text: string
  filename: string
  /** The calendar's METHOD, repeated in the header for some programs (RFC 6047, 2.4). */
  method?: 'PUBLISH' | 'CANCEL'
  /** Whether to answer conditional requests with 304. */
  versioned?: true
}

/** Not as an attachment: phones then offer to add it to the calendar, and other browsers still save it. */
export const calendarFile = ({ text, filename, method, versioned }: CalendarFile): Answer =>
  stream((res) => {
    res.set({
      'content-type': `text/calendar; charset=utf-8${method ? `; method=${method}` : ''}`,
      'content-disposition': `inline; filename="${filename}"`,
      'cache-control': versioned ? 'private, no-cache' : 'private, no-store',
      ...(versioned && { etag: `W/"${hashOf(text)}"` }),
    })
    res.send(Buffer.from(text))
  })
