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
  const ofTickets = await textsOfTickets(ctx, actor, ids)
  return new Map([...ofTickets].map(([id, texts]) => [id, excerptOf(texts, terms)]))
}

/** How well tickets fit by their own texts alone, however others use the words; by their id. */
export async function fitsOf(ctx: Context, actor: Actor, ids: number[], terms: string[]): Promise<Map<number, number>> {
  const ofTickets = await textsOfTickets(ctx, actor, ids)
  return new Map([...ofTickets].map(([id, texts]) => [id, fitOf(texts, terms)]))
}

const textsOfTickets = async (ctx: Context, actor: Actor, ids: number[]) =>
  Map.groupBy(await textsOf(ctx, actor, ids, messagesRead), ({ ticket_id }) => ticket_id)

const titleOf = (texts: FoundText[], terms: string[]) => piecesOf(texts[0]?.title ?? '', terms)

function excerptOf(texts: FoundText[], terms: string[]): Excerpt {
  const shown = bestOf(texts, terms)
  return {
    title_html: markedHtml(titleOf(texts, terms)),
    text_html: shown && markedHtml(around(shown.pieces)),
    from_note: shown?.kind === 'note',
  }
}

/** The first of the messages that have most of the words. */
function bestOf(texts: FoundText[], terms: string[]) {
  let best = { words: 0, kind: null as FoundText['kind'], pieces: [] as Piece[] }
  for (const { kind, body } of texts) {
    const pieces = piecesOf(body ?? '', terms)
    const words = distinct(pieces)
    if (words > best.words) best = { words, kind, pieces }
    if (words === terms.length) break
  }
  return best.words > 0 ? best : null
}

function fitOf(texts: FoundText[], terms: string[]): number {
  const mentions = texts.reduce((sum, { body }) => sum + times(piecesOf(body ?? '', terms)), 0)
  const length = texts.reduce((sum, { body }) => sum + (body?.length ?? 0), 0)
  return Math.round((8 * distinct(titleOf(texts, terms)) + (4 * mentions) / (mentions + 1 + length / 1000)) * 1000)
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
