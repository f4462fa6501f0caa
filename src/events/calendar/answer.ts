import { type Answer, stream } from '#platform/http/answer.ts'
import { hashOf } from '#platform/http/static-content.ts'

interface CalendarFile {
  text: string
  filename: string
  /** As the calendar has it, for programs that go by the header (RFC 6047, 2.4). */
  method?: 'PUBLISH' | 'CANCEL'
  /** Whether whoever asks again is told that nothing has changed. */
  versioned?: true
}

/** Not as an attachment: a phone then offers to put it into the calendar, and others save it all the same. */
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
