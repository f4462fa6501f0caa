import { escapeHtml } from '#lib/escape-html.ts'
import { eachHit, type Matcher, matcherOf, mostTermsIn, type Segment, segmentsOf } from '#lib/found-words.ts'
import { messageText } from '#lib/message-text.ts'
import type { Term } from '#lib/searched-words.ts'
import type { FoundText } from './hit-queries.ts'

// Runs in the thread for heavy reads.

export interface Excerpt {
  title_html: string
  /** Part of the message with the most words, or null if none has any. */
  text_html: string | null
  from_note: boolean
}

export interface Search {
  terms: Term[]
  /** The number of characters to examine, shared equally by all tickets, from the end of each. */
  characters: number
}

/** Excerpts of the found tickets, by id; `rows` in the order of `textsOf`. */
export function excerptsOf(
  rows: Iterable<FoundText>,
  { terms, characters }: Search,
  tickets: number,
): Map<number, Excerpt> {
  const matcher = matcherOf(terms)
  const excerpts = new Map<number, Excerpt>()
  for (const [id, texts] of textsOfTickets(rows, Math.floor(characters / tickets)))
    excerpts.set(id, excerptOf(texts, matcher))
  return excerpts
}

/** How well tickets match by their own texts alone, by id; other tickets have no influence. */
export function fitsOf(rows: Iterable<FoundText>, { terms, characters }: Search, tickets: number): Map<number, number> {
  const matcher = matcherOf(terms)
  const fits = new Map<number, number>()
  for (const [id, texts] of textsOfTickets(rows, Math.floor(characters / tickets))) fits.set(id, fitOf(texts, matcher))
  return fits
}

/** The original texts of each ticket, oldest first: at most `share` characters from its end. */
function* textsOfTickets(rows: Iterable<FoundText>, share: number): Generator<[ticketId: number, texts: FoundText[]]> {
  let newestFirst: FoundText[] = []
  let [ticketId, room] = [0, 0]
  for (const text of rows) {
    if (text.ticket_id !== ticketId) {
      if (ticketId > 0) yield [ticketId, newestFirst.reverse()]
      newestFirst = []
      ticketId = text.ticket_id
      room = share
    }
    if (room <= 0) continue
    newestFirst.push(text.body.length <= room ? text : { ...text, body: text.body.slice(0, room) })
    room -= text.body.length
  }
  if (ticketId > 0) yield [ticketId, newestFirst.reverse()]
}

const markedHtml = (segments: Segment[]) =>
  segments.map(({ text, hit }) => (hit === null ? escapeHtml(text) : `<mark>${escapeHtml(text)}</mark>`)).join('')

const distinct = (segments: Segment[]) => new Set(segments.flatMap(({ hit }) => hit ?? [])).size

const titleOf = (texts: FoundText[], matcher: Matcher) => segmentsOf(texts[0]?.title ?? '', matcher)

function excerptOf(texts: FoundText[], matcher: Matcher): Excerpt {
  const shown = bestOf(texts, matcher)
  return {
    title_html: markedHtml(titleOf(texts, matcher)),
    text_html: shown && markedHtml(around(shown.segments)),
    from_note: shown?.kind === 'note',
  }
}

/** The first of the messages with the most words. */
function bestOf(texts: FoundText[], matcher: Matcher) {
  let best = { words: 0, kind: 'message' as FoundText['kind'], segments: [] as Segment[] }
  for (const { kind, body } of texts) {
    if (mostTermsIn(body, matcher) <= best.words) continue
    const segments = segmentsOf(messageText(body), matcher)
    const words = distinct(segments)
    if (words > best.words) best = { words, kind, segments }
    if (words === matcher.beginnings.length) break
  }
  return best.words > 0 ? best : null
}

function fitOf(texts: FoundText[], matcher: Matcher): number {
  let mentions = 0
  let length = 0
  for (const { body } of texts) {
    const text = messageText(body)
    if (mostTermsIn(body, matcher) > 0)
      eachHit(text, matcher, () => {
        mentions += 1
      })
    length += text.length
  }
  const inTitle = distinct(titleOf(texts, matcher))
  return Math.round((8 * inTitle + (4 * mentions) / (mentions + 1 + length / 1000)) * 1000)
}

const before = 50
/** The rest of a truncated word; in text without spaces, of a truncated letter: half an emoji, marks. */
const cutOff = /^(?:\S*\s+|[\udc00-\udfff]?[\p{M}\p{Default_Ignorable_Code_Point}]*)/u
const width = 180
/** Minimum characters of a truncated segment. */
const least = 20

/** The segments around the first match, cut at spaces if there are any. */
function around(segments: Segment[]): Segment[] {
  const first = segments.findIndex(({ hit }) => hit !== null)
  const lead = segments
    .slice(0, first)
    .map(({ text }) => text)
    .join('')
  const start = lead.length > before ? lead.slice(-before).replace(cutOff, '… ') : lead
  const shown: Segment[] = start ? [{ text: start, hit: null }] : []
  let room = width - start.length
  for (const { text, hit } of segments.slice(first)) {
    const most = Math.max(room, least)
    // A character is one or two code units: enough of a text to be truncated.
    const characters = [...text.slice(0, 2 * most + 2)]
    if (characters.length <= room) shown.push({ text, hit })
    else {
      const cut = characters.slice(0, most).join('')
      shown.push({ text: hit === null ? cut.replace(/\s+\S*$/, '') : cut, hit }, { text: ' …', hit: null })
      break
    }
    room -= characters.length
  }
  return shown
}
