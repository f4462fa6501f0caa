import { escapeHtml } from './escape-html.ts'
import { type Block, blocksOf } from './message-blocks.ts'
import { type Part, partsOf } from './message-line.ts'

// People who have never heard of Markdown write here: messages are shown as typed. Six forms are recognised and lose
// their marks; nothing else changes, not even a line break.

/** The marks that are removed. */
const marks = /[`*]|^(?:> |- )/m

/** A message as plain text, for places that show only its words. */
export const messageText = (message: string): string => (marks.test(message) ? withoutMarks(message) : message)

const withoutMarks = (message: string): string =>
  blocksOf(message)
    .flatMap((block) => {
      if (block.kind === 'code') return [...(block.label ? [block.label] : []), ...block.lines]
      return block.lines.map((line) => partsOf(line).map(plain).join(''))
    })
    .join('\n')

const plain = (part: Part): string => (part.kind === 'bold' ? part.parts.map(plain).join('') : part.text)

interface Drawn {
  kind: Block['kind']
  before: string
  /** One for each line. */
  pieces: string[]
  between: string
  after: string
}

/**
 * A message as safe HTML, to be shown with `white-space: pre-wrap`. Its `innerText` is the typed text without marks, so
 * there is no <p>, for which `innerText` adds an empty line.
 *
 * @param numbers the URL prefix of a #12; null to not link ticket numbers
 */
export function drawMessage(message: string, numbers: string | null): string {
  const drawn = blocksOf(message).map((block) => draw(block, numbers))
  // A single empty line beside other blocks would collapse, so it is appended to the block before.
  for (const [index, { kind, pieces }] of drawn.entries()) {
    if (kind !== 'text' || pieces.length > 1 || pieces[0] !== '') continue
    const [before, behind] = [drawn[index - 1], drawn[index + 1]]
    if (before) before.pieces[before.pieces.length - 1] += '<br>'
    else if (behind) behind.pieces[0] = `<br>${behind.pieces[0]}`
  }
  return drawn.map(({ before, pieces, between, after }) => before + pieces.join(between) + after).join('')
}

function draw(block: Block, numbers: string | null): Drawn {
  const { kind } = block
  const line = (text: string) => lineHtml(partsOf(text), numbers)
  switch (kind) {
    case 'text':
      return { kind, before: '', pieces: block.lines.map(line), between: '<br>', after: '' }
    case 'quote':
      return { kind, before: '<blockquote>', pieces: block.lines.map(line), between: '<br>', after: '</blockquote>' }
    case 'list':
      return { kind, before: '<ul><li>', pieces: block.lines.map(line), between: '</li><li>', after: '</li></ul>' }
    case 'code': {
      const label = block.label && `<small>${escapeHtml(block.label)}</small><br>`
      const pieces = block.lines.map(escapeHtml)
      return { kind, before: `<pre>${label}<code>`, pieces, between: '<br>', after: '</code></pre>' }
    }
  }
}

const lineHtml = (parts: Part[], numbers: string | null): string =>
  parts.map((part) => partHtml(part, numbers)).join('')

function partHtml(part: Part, numbers: string | null): string {
  switch (part.kind) {
    case 'text':
      return escapeHtml(part.text)
    case 'code':
      return `<code>${escapeHtml(part.text)}</code>`
    case 'bold':
      return `<strong>${lineHtml(part.parts, numbers)}</strong>`
    case 'number':
      return numbers === null ? part.text : `<a href="${escapeHtml(numbers + part.number)}">${part.text}</a>`
    case 'address':
      // Left to right, whatever the direction of the text around it.
      return `<a href="${escapeHtml(part.href)}" rel="nofollow noopener" dir="ltr">${escapeHtml(part.text)}</a>`
  }
}

/** The most recently used is last. */
const rendered = new Map<string, string>()
const mostCharacters = 4_000_000
let characters = 0

/** A message as pages show it. Recent ones are cached, up to 8 MB. */
export function messageHtml(message: string, numbers: string | null): string {
  const key = `${numbers}\n${message}`
  const known = rendered.get(key)
  if (known !== undefined) rendered.delete(key)
  const html = known ?? drawMessage(message, numbers)
  rendered.set(key, html)
  if (known === undefined) characters += key.length + html.length
  for (const [oldest, itsHtml] of rendered) {
    if (characters <= mostCharacters) break
    rendered.delete(oldest)
    characters -= oldest.length + itsHtml.length
  }
  return html
}
