import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { drawMessage, messageText } from '#lib/message-text.ts'
import { lineOf } from '#platform/notifications/sentences.ts'
import { tenThousand } from '../messages/generated.ts'
import { samples } from '../messages/samples.ts'

const draw = (text: string) => drawMessage(text, '/tickets/')

describe('a message’s text as HTML', () => {
  test.each([
    ['**bold** and *soft*', '<strong>bold</strong> and *soft*'],
    ['`a < b`', '<code>a &lt; b</code>'],
    ['one\ntwo', 'one<br>two'],
    ['- shoes\n- tights', '<ul><li>shoes</li><li>tights</li></ul>'],
    ['> one\n> two', '<blockquote>one<br>two</blockquote>'],
    ['```\na\n```', '<pre><code>a</code></pre>'],
    ['```js\na\n```', '<pre><small>js</small><br><code>a</code></pre>'],
    ['see #12', 'see <a href="/tickets/12">#12</a>'],
    ['AT&T', 'AT&amp;T'],
  ])('%j is drawn as %j', (text, html) => {
    expect(draw(text)).toBe(html)
  })

  test('#12 leads nowhere where it names no ticket', () => {
    expect(drawMessage('**see #12**', null)).toBe('<strong>see #12</strong>')
  })

  test.each([
    '<script>alert(1)</script>',
    '[x](javascript:alert(1))',
    'javascript:alert(1)',
    'data:text/html,x',
    '#0',
    '#2147483648',
    '# Big\n\nBig\n===',
    '| class | room |',
    'https://',
    'https://example.org:port/',
    ...[
      'https://аррӏе.com/',
      'https://e\u0301xample.org',
      'https://exa\u00admple.org',
      'https://example.org\u202emoc.live',
      'https://ex%61mple.org',
    ],
    ...['https://example.org@evil.example', 'https://example.org:x@evil.example', 'http://2130706433', 'http://127.1'],
  ])('%j stays as it was typed and leads nowhere', (text) => {
    expect(tagsIn(draw(text)).filter((tag) => tag !== 'br')).toEqual([])
    expect(messageText(text)).toBe(text)
  })

  test.each([
    ['https://example.org/a_(b).', 'https://example.org/a_(b)'],
    ['(https://example.org)', 'https://example.org'],
    ['https://example.org/?hall[]=2.', 'https://example.org/?hall[]=2'],
    ['http://[::1]:3000/', 'http://[::1]:3000/'],
    ['[https://example.org/a](https://example.org/b)', 'https://example.org/a'],
    ['https://example.org/a[1', 'https://example.org/a'],
    ['https://example.org\u200e', 'https://example.org'],
    ['https://example.org\\@evil.example', 'https://example.org'],
    ['https://xn--80ak6aa92e.com/', 'https://xn--80ak6aa92e.com/'],
    ['HTTP://EXAMPLE.ORG:8080/A?b#c!', 'HTTP://EXAMPLE.ORG:8080/A?b#c'],
    ['看https://example.org/路。', 'https://example.org/路'],
  ])('of %j what a browser will ask for is a link that vouches for nobody', (text, address) => {
    const [, href = '', shown] = /<a href="([^"]*)" rel="nofollow noopener" dir="ltr">(.*?)<\/a>/.exec(draw(text)) ?? []
    expect(shown).toBe(address)
    expect(href).toBe(new URL(address).href)
  })

  test('whatever is typed, only known tags and attributes come out', () => {
    const known = /^<(\/?(blockquote|code|li|pre|small|strong|ul)|br|\/a|a href="\/tickets\/\d+")>$/
    const address = /^<a href="https?:[^"<>]*" rel="nofollow noopener" dir="ltr">$/
    fc.assert(
      fc.property(anything, (text) => {
        expect((draw(text).match(/<[^>]*>?/g) ?? []).filter((tag) => !known.test(tag) && !address.test(tag))).toEqual(
          [],
        )
      }),
      { numRuns: 500 },
    )
  })
})

// A parser that backtracks over 10,000 letters would never end, so no time limit is needed.
test.each([
  `https://[${'a'.repeat(9990)}`,
  `https://a[${'Kſ'.repeat(4990)}`,
  `https://[${'ä'.repeat(9990)}`,
  'https://[a'.repeat(999),
  'https://[[a]'.repeat(800),
])('the brackets of an address are read once, closed or not', (text) => {
  expect(draw(text).replace(/<[^>]*>/g, '')).toBe(text)
})

describe('a message’s text as words', () => {
  test('is what was typed without the marks, in messages real-looking and generated', () => {
    const all = [...samples, ...tenThousand()]
    expect(all.filter(({ typed, read }) => messageText(typed) !== read)).toEqual([])
  })

  test('is one line in lists, and loses the marks also where it is cut', () => {
    expect(lineOf({ body: ' **Room 2**:\n- shoes\n- `tights`' }, 140)).toBe('Room 2: shoes tights')
    expect(lineOf({ body: `**${'long '.repeat(20)}end**` }, 10)).toBe('long long…')
    expect(lineOf({ body: ' \n ' }, 10)).toBe(null)
  })
})

const pieces = [
  ...[
    '<',
    '>',
    '"',
    "'",
    '&',
    '[x](',
    ')',
    '\n',
    '\n\n',
    '`',
    '```',
    '```js\n',
    '|',
    '# ',
    '- ',
    '> ',
    '**',
    '_',
    '#12',
  ],
  ...['<script>', '<a href=', ' onclick=', 'javascript:', 'http://a.b', 'https://', ' ', 'x', '\\'],
]
const anything = fc
  .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 6, unit: 'binary' })), { maxLength: 30 })
  .map((parts) => parts.join(''))

const tagsIn = (html: string) => [...html.matchAll(/<([a-z][\w-]*)/gi)].map(([, name]) => name)
