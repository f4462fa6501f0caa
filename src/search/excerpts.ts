import type { Actor } from '../actor.ts'
import type { Context } from '../context.ts'
import { escapeHtml } from '../markdown.ts'
import { type FoundText, textsOf } from './hit-queries.ts'
import { type Piece, piecesOf } from './terms.ts'

export interface Excerpt {
  title_html: string
  /** Part of the message that has most of the words, or null when none has. */
  text_html: string | null
  from_note: boolean
  /** How well the ticket fits by its own text alone, however other tickets use the words. */
  score: number
}

const markedHtml = (pieces: Piece[]) =>
  pieces.map(({ text, hit }) => (hit === null ? escapeHtml(text) : `<mark>${escapeHtml(text)}</mark>`)).join('')

const distinct = (pieces: Piece[]) => new Set(pieces.flatMap(({ hit }) => hit ?? [])).size
const times = (pieces: Piece[]) => pieces.filter(({ hit }) => hit !== null).length

/** A long conversation is looked at from its end. */
const messagesRead = 60

/** What to show of tickets that were found, by their id. */
export async function excerptsOf(
  ctx: Context,
  actor: Actor,
  ids: number[],
  terms: string[],
): Promise<Map<number, Excerpt>> {
  const texts = await textsOf(ctx, actor, ids, messagesRead)
  const ofTickets = Map.groupBy(texts, ({ ticket_id }) => ticket_id)
  return new Map([...ofTickets].map(([id, texts]) => [id, excerptOf(texts, terms)]))
}

/** What to show of a ticket that was found, from its texts. */
export function excerptOf(texts: FoundText[], terms: string[]): Excerpt {
  const title = piecesOf(texts[0]?.title ?? '', terms)
  const bodies = texts.map(({ kind, body }) => ({ kind, pieces: piecesOf(body ?? '', terms) }))
  const best = bodies.toSorted((a, b) => distinct(b.pieces) - distinct(a.pieces)).at(0)
  const shown = best && distinct(best.pieces) > 0 ? best : null
  const mentions = bodies.reduce((sum, { pieces }) => sum + times(pieces), 0)
  const length = texts.reduce((sum, { body }) => sum + (body?.length ?? 0), 0)
  return {
    title_html: markedHtml(title),
    text_html: shown && markedHtml(around(shown.pieces)),
    from_note: shown?.kind === 'note',
    score: Math.round((8 * distinct(title) + (4 * mentions) / (mentions + 1 + length / 1000)) * 1000),
  }
}

const before = 50
const width = 180

/** The pieces near the first hit, cut at spaces where there are any. */
function around(pieces: Piece[]): Piece[] {
  const first = pieces.findIndex(({ hit }) => hit !== null)
  const lead = pieces
    .slice(0, first)
    .map(({ text }) => text)
    .join('')
  const start = lead.length > before ? lead.slice(-before).replace(/^\S*\s+/, '… ') : lead
  const shown: Piece[] = start ? [{ text: start, hit: null }] : []
  let room = width - start.length
  for (const { text, hit } of pieces.slice(first)) {
    const characters = [...text]
    if (characters.length <= room) shown.push({ text, hit })
    else {
      const cut = characters.slice(0, Math.max(room, 20)).join('')
      shown.push({ text: hit === null ? cut.replace(/\s+\S*$/, '') : cut, hit }, { text: ' …', hit: null })
      break
    }
    room -= characters.length
  }
  return shown
}
