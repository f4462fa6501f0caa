export type XmlToken =
  | { kind: 'start'; name: string; attributes: [name: string, value: string][] }
  | { kind: 'text'; text: string; inside: string }

/** What keeps a text from being read: declarations, which it may not have, or that it is not well-formed. */
export class XmlError extends Error {
  readonly reason: 'declaration' | 'malformed'

  constructor(reason: XmlError['reason']) {
    super(reason)
    this.reason = reason
  }
}

const malformed = () => new XmlError('malformed')

/** Deeper nesting is no drawing, and more than some browsers can show. */
const deepest = 200

/** Only UTF-8: in another encoding the same bytes could be other signs. */
const prolog = /^\s*<\?xml\s[^>?]*\?>/
const otherEncoding = /encoding\s*=\s*["'](?!utf-8["'])/i

/**
 * Reads XML without declarations as a browser would, strictly. It goes over the text once: each pattern below starts
 * where the last one ended, and its parts cannot match the same signs, so that no input takes more than linear time.
 *
 * @throws {XmlError}
 */
export function* readXml(text: string): Generator<XmlToken> {
  const [declaration = ''] = prolog.exec(text) ?? []
  if (otherEncoding.test(declaration)) throw malformed()
  const open: string[] = []
  let at = declaration.length
  while (at < text.length) {
    const bracket = text.indexOf('<', at)
    const end = bracket < 0 ? text.length : bracket
    const between = decoded(text.slice(at, end))
    if (open.length === 0 && between.trim() !== '') throw malformed()
    if (between) yield { kind: 'text', text: between, inside: open.at(-1) ?? '' }
    at = end
    if (bracket < 0) break
    if (text.startsWith('<!--', at)) at = endOf(text, '-->', at + 4)
    else if (text.startsWith('<!', at) || text.startsWith('<?', at)) throw new XmlError('declaration')
    else if (text.startsWith('</', at)) at = closed(text, at, open)
    else {
      const tag = startTag(text, at)
      yield { kind: 'start', name: tag.name, attributes: tag.attributes }
      if (!tag.empty) open.push(tag.name)
      if (open.length > deepest) throw malformed()
      at = tag.end
    }
  }
  if (open.length > 0) throw malformed()
}

function endOf(text: string, sign: string, from: number): number {
  const at = text.indexOf(sign, from)
  if (at < 0) throw malformed()
  return at + sign.length
}

const endTag = /<\/([^\s/>=<"'&]+)\s*>/y

function closed(text: string, at: number, open: string[]): number {
  endTag.lastIndex = at
  const [, name] = endTag.exec(text) ?? []
  if (name === undefined || open.pop() !== name) throw malformed()
  return endTag.lastIndex
}

const tagStart = /<([^\s/>=<"'&]+)/y
const attribute = /\s+([^\s/>=<"'&]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y
const tagEnd = /\s*(\/?)>/y

function startTag(text: string, from: number) {
  tagStart.lastIndex = from
  const [, name] = tagStart.exec(text) ?? []
  if (name === undefined) throw malformed()
  let at = tagStart.lastIndex
  const attributes: [string, string][] = []
  for (;;) {
    attribute.lastIndex = at
    const found = attribute.exec(text)
    if (!found) break
    attributes.push([found[1] ?? '', decoded(found[2] ?? found[3] ?? '')])
    at = attribute.lastIndex
  }
  tagEnd.lastIndex = at
  const end = tagEnd.exec(text)
  if (!end) throw malformed()
  return { name, attributes, empty: end[1] === '/', end: tagEnd.lastIndex }
}

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** With its references resolved; only those that need no declaration exist. */
const decoded = (text: string) =>
  text.replace(/&([^;&]{0,10};)?/g, (_whole, reference: string = '') => {
    const name = reference.slice(0, -1)
    const [, hexadecimal, decimal] = /^#(?:x([\da-f]{1,6})|(\d{1,7}))$/i.exec(name) ?? []
    const code = hexadecimal ? Number.parseInt(hexadecimal, 16) : decimal ? Number(decimal) : 0
    const sign = Object.hasOwn(named, name) ? named[name] : code > 0 && code <= 0x10ffff && String.fromCodePoint(code)
    if (!sign) throw malformed()
    return sign
  })
