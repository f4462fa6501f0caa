import { largestId } from './largest-id.ts'

/** A part of one line of a message. */
export type Part =
  | { kind: 'text' | 'code'; text: string }
  | { kind: 'address'; text: string; href: string }
  | { kind: 'number'; text: string; number: number }
  | { kind: 'bold'; parts: Part[] }

/** Where a form may begin. Each position is tried once and consumed text is not tried again, so the time is linear. */
const starts = /`+|\*+|https?:\/\/|#\d+/gi

/** The forms within a line: **bold**, `code`, URLs and #12. The rest is text. */
export function partsOf(line: string): Part[] {
  const parts: Part[] = []
  let opening = -1
  let taken = 0
  const take = (end: number, ...taking: Part[]) => {
    parts.push(...taking)
    taken = end
  }
  const text = (end: number) => {
    if (end > taken) take(end, { kind: 'text', text: line.slice(taken, end) })
  }
  starts.lastIndex = 0
  for (let start = starts.exec(line); start; start = starts.exec(line)) {
    const [sign] = start
    const at = start.index
    text(at)
    if (sign === '**') {
      if (opening >= 0 && mayEnd(line, at, at + 2)) {
        take(at + 2, { kind: 'bold', parts: parts.splice(opening).slice(1) })
        opening = -1
      } else {
        if (mayBegin(line, at, at + 2)) opening = parts.length
        text(at + 2)
      }
    } else if (sign === '`') take(...codeAt(line, at))
    else if (sign.startsWith('#')) take(at + sign.length, numberAt(line, at, sign))
    else if (sign.startsWith('*') || sign.startsWith('`')) text(at + sign.length)
    else take(...addressAt(line, at))
    starts.lastIndex = taken
  }
  text(line.length)
  return parts
}

const joins = /[\p{L}\p{M}\p{N}]/u
/** Scripts without spaces between words. */
const unspaced = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}]/u
const isOfWord = (sign: string) => joins.test(sign) && !unspaced.test(sign)

const signBefore = (line: string, at: number) => /.$/su.exec(line.slice(Math.max(at - 2, 0), at))?.[0] ?? ''
const signAt = (line: string, at: number) => (at < line.length ? String.fromCodePoint(line.codePointAt(at) ?? 0) : '')
const isSpace = (sign: string) => sign.trim() === ''

/** Marks surround words: `2**3**4` and `can`t` contain none. */
const mayBegin = (line: string, at: number, end: number) =>
  !isOfWord(signBefore(line, at)) && !isSpace(signAt(line, end))
const mayEnd = (line: string, at: number, end: number) => !isSpace(signBefore(line, at)) && !isOfWord(signAt(line, end))

function codeAt(line: string, at: number): [number, Part] {
  const end = line.indexOf('`', at + 1)
  const isCode = end > 0 && mayBegin(line, at, at + 1) && mayEnd(line, end, end + 1) && line[end + 1] !== '`'
  return isCode
    ? [end + 1, { kind: 'code', text: line.slice(at + 1, end) }]
    : [at + 1, { kind: 'text', text: line.slice(at, at + 1) }]
}

function numberAt(line: string, at: number, text: string): Part {
  const [before, behind, number] = [signBefore(line, at), signAt(line, at + text.length), Number(text.slice(1))]
  const isNumber = text[1] !== '0' && number <= largestId
  const isAlone =
    !isOfWord(before) && !'#&/'.includes(before || ' ') && !isOfWord(behind) && !'#_'.includes(behind || ' ')
  return isNumber && isAlone ? { kind: 'number', text, number } : { kind: 'text', text }
}

/**
 * What a URL can consist of: no spaces, and no characters that are invisible or change the text direction. One class:
 * with two overlapping ones an unclosed bracket would be tried in 2ⁿ ways.
 */
const sign = String.raw`[!#-;=?@A-Z_a-z~[[\p{L}\p{M}\p{N}]--\p{Default_Ignorable_Code_Point}]]`
/** A square bracket that was opened before the URL, or is not closed in it, does not belong to it. */
const ofAddress = new RegExp(String.raw`https?:\/\/(?:${sign}|\[${sign}*\])*`, 'ivy')

/** Invisible characters with text after them that would seem to belong to the URL. */
const hiddenJoint = /\p{Default_Ignorable_Code_Point}+[^\s\p{Default_Ignorable_Code_Point}]/uy

function addressAt(line: string, at: number): [number, Part] {
  ofAddress.lastIndex = at
  const found = ofAddress.exec(line)?.[0] ?? ''
  hiddenJoint.lastIndex = at + found.length
  const text = withoutEnd(found)
  const href = isOfWord(signBefore(line, at)) || hiddenJoint.test(line) ? null : plainAddress(text)
  return [at + text.length, href === null ? { kind: 'text', text } : { kind: 'address', text, href }]
}

/** Punctuation after a URL belongs to the sentence; so does a closing bracket that was opened before it. */
function withoutEnd(text: string): string {
  let open = 0
  for (const sign of text) open += sign === '(' ? 1 : sign === ')' ? -1 : 0
  let end = text.length
  for (; end > 0; end--) {
    const sign = text[end - 1] ?? ''
    if (sign === ')' && open < 0) open += 1
    else if (!`.,;:!?'*`.includes(sign)) break
  }
  return text.slice(0, end)
}

/**
 * The link's target, if the URL reads as what a browser will request. Hosts with letters beyond ASCII can look like
 * others, text before an `@` can look like a host, and IP addresses can be written as numbers: these are no links.
 */
function plainAddress(text: string): string | null {
  const url = URL.parse(text)
  const [, host = ''] = /^https?:\/\/([^/?#]*)/i.exec(text) ?? []
  return url && url.hostname === host.replace(/:\d*$/, '').toLowerCase() ? url.href : null
}
