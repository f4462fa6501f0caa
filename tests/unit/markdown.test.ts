import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { markdownHtml } from '#lib/markdown.ts'

describe('a message’s text as HTML', () => {
  test.each([
    ['**bold** and *soft*', '<strong>bold</strong> and <em>soft</em>'],
    ['one\ntwo', 'one<br>\ntwo'],
    ['- shoes\n- tights', '<li>shoes</li>'],
    ['`code`', '<code>code</code>'],
    ['AT&T', 'AT&amp;T'],
  ])('%j keeps its form', (text, html) => {
    expect(markdownHtml(text)).toContain(html)
  })

  test.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<b>bold</b>',
    '</div><style>*{display:none}</style>',
    '<!-- hidden -->',
  ])('%j is shown as typed, never as HTML', (text) => {
    const html = markdownHtml(text)
    expect(html).toContain('&lt;')
    expect(tagsIn(html)).toEqual(['p'])
  })

  test.each([
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](&#106;avascript:alert(1))',
    '[x](java\tscript:alert(1))',
    '[x](vbscript:x)',
    '[x](data:text/html,<script>alert(1)</script>)',
    '<javascript:alert(1)>',
    'javascript:alert(1)',
    '[x]: javascript:alert(1)\n\n[x]',
  ])('%j leads nowhere', (text) => {
    expect(tagsIn(markdownHtml(text))).not.toContain('a')
  })

  test.each(['https://example.org/', '[here](https://example.org/)', '<https://example.org/>'])(
    '%j is a link that vouches for nobody',
    (text) => {
      const [link] = /<a [^>]*>/.exec(markdownHtml(text)) ?? []
      expect(link).toMatch(/^<a href="https?:\/\/(www\.)?example\.org\/?" rel="nofollow noopener">$/)
    },
  )

  test('pictures and headings stay out of a conversation', () => {
    expect(tagsIn(markdownHtml('![cat](https://example.org/cat.png)'))).not.toContain('img')
    expect(tagsIn(markdownHtml('# Big\n\nBig\n==='))).toEqual(['p', 'p', 'br'])
  })

  test('a table stays as it was typed', () => {
    const html = markdownHtml('| class | room |\n| :-- | --: |\n| salsa | 2 |')
    expect(tagsIn(html)).toEqual(['p', 'br', 'br'])
    expect(html).toContain('| salsa | 2 |')
  })

  test.each(slow)('%j over and over is shown as it was typed, since rendering it would take long', (unit) => {
    const html = markdownHtml(unit.repeat(Math.ceil(10_000 / unit.length)))
    expect(tagsIn(html).filter((tag) => tag !== 'p' && tag !== 'br')).toEqual([])
  })

  test('a long text with links, items and emphasis keeps them all', () => {
    const html = markdownHtml('- **Room 2**: see https://example.org/rooms/2 _today_\n'.repeat(80))
    expect(html.match(/<li>/g)).toHaveLength(80)
    expect(html.match(/<a /g)).toHaveLength(80)
  })

  test('whatever is typed, only known tags and attributes come out', () => {
    fc.assert(
      fc.property(anything, (text) => void expect(strangeTags(markdownHtml(text))).toEqual([])),
      { numRuns: 500 },
    )
  })
})

/** Each makes something of itself that has to be found, closed or counted. */
const slow = [
  ...['//a.b ', 'a@b.c ', 'http://a.b ', 'www.a.b ', 'a.bc ', '[', '![', '[a](', '[a]: b\n', '[[a]', '](', '<a '],
  ...['*a _', '*_', '**a', '_a ', '~~a ', '`', '` ', '\\', '&#', '> ', '>', '>\n', '* a\n', '- a\n', '1. a\n', '|a'],
]

const pieces = [
  '<',
  '>',
  '"',
  "'",
  '&',
  '[x](',
  ')',
  '![',
  ']',
  '\n',
  '\n\n',
  '`',
  '```',
  '~~~js\n',
  '|',
  '|:-:|',
  '# ',
]
const more = [
  '- ',
  '3. ',
  '> ',
  '**',
  '_',
  '<script>',
  '<a href=',
  ' onclick=',
  'javascript:',
  'http://a.b',
  ' ',
  'x',
  '\\',
]
const anything = fc
  .array(fc.oneof(fc.constantFrom(...pieces, ...more), fc.string({ maxLength: 6, unit: 'binary' })), { maxLength: 30 })
  .map((parts) => parts.join(''))

const tagsIn = (html: string) => [...html.matchAll(/<([a-z][\w-]*)/gi)].map(([, name]) => name)

const known =
  /^<(?:\/?(?:p|br|hr|em|strong|s|ul|ol|li|blockquote|code|pre|a|table|thead|tbody|tr|th|td)|ol start="\d+"|code class="language-[^"<>]*")>$/
const link = /^<a href="([^"<>]*)"(?: title="[^"<>]*")? rel="nofollow noopener">$/
const schemes = ['http:', 'https:', 'ftp:', 'mailto:']

function strangeTags(html: string): string[] {
  const tags = html.match(/<[^>]*>?/g) ?? []
  return tags.filter((tag) => !known.test(tag) && !schemes.includes(schemeOf(link.exec(tag)?.[1])))
}

/** Where a browser on our page would go; an address it cannot read leads nowhere. */
function schemeOf(href: string | undefined): string {
  if (href === undefined) return 'none'
  return URL.parse(href.replaceAll('&amp;', '&'), 'https://desk.example/tickets/1')?.protocol ?? 'https:'
}
