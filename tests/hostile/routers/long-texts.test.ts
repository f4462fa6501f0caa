import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { drawMessage, messageText } from '#lib/message-text.ts'
import { termsIn } from '#lib/searched-words.ts'
import { email, given } from '#people/accounts/schemas.ts'
import { typed } from '#platform/http/fields.ts'
import { isRefusal } from '#platform/mail/refusals.ts'

/** `start`, as many `unit`s as fit, and `end`. */
const filled = (most: number, start: string, unit: string, end = '') =>
  start + unit.repeat(Math.floor((most - start.length - end.length) / unit.length)) + end

const body = (start: string, unit: string, end = '') => filled(200_000, start, unit, end)

const text = (text: string) => typed.safeParse(text).success
const name = (text: string) => given.safeParse(text).success
const address = (text: string) => email.safeParse(text).success

/** Units of markup that a parser has to find, close or count. */
const units = [
  ...[
    '//a.b ',
    'http://a.b ',
    'http://',
    'https://a@',
    'http://a(',
    'http://a)',
    'www.a.b ',
    '#',
    '#1',
    '#1 ',
    '[a](',
    '<a ',
  ],
  ...[
    '**a ',
    '**a** ',
    ' **',
    'a** ',
    '* ',
    '`',
    '` ',
    'a` ',
    ' `a',
    '``',
    '> ',
    '> \n',
    '> a\n',
    '- \n',
    '- a\n',
    '- a\n- \n',
  ],
  ...[
    '\n',
    ' \n',
    '```\n',
    '```a\n',
    '```\n\n',
    '```a\nb\n',
    '``` \n',
    '```\na\n```\n\n',
    'a\u0300',
    '\u{10400}**',
    'http://é',
  ],
]

/** What is parsed, a text that could make it slow, and whether the text is valid. */
const cases: [string, () => boolean, boolean][] = [
  ['a letter with many marks', () => text(body('a', '\u0300\u0327')), false],
  [
    'a letter with marks in the wrong order',
    () => text(`${body('a', '\u0345').slice(0, 99_999)}${'\u0334'.repeat(9)}`),
    false,
  ],
  ['a letter with many narrow marks, looked for', () => termsIn(body('カ', 'ﾞ\u1037')).length > 0, true],
  ['a letter with many narrow marks', () => text(body('カ', 'ﾞ\u1037')), false],
  ['a name with many marks', () => name(filled(1000, 'a', '\u0300\u0327')), false],
  ['letters with as many marks as writing has', () => text(body('', `a${'\u0300\u0327'.repeat(15)}`)), true],
  ['line breaks', () => text(body('', '\r')), true],
  ...units.map((unit): [string, () => boolean, boolean] => [
    `a message of ${JSON.stringify(unit)}`,
    () => drawMessage(body('', unit), '/').length + messageText(body('', unit)).length > 0,
    true,
  ]),
  [
    'a mail server’s answer of one word',
    () => isRefusal({ responseCode: 550, command: 'RCPT TO', response: filled(1_000_000, '550 ', 'a') }),
    true,
  ],
  ['an address of dots', () => address(body('', '.', '@')), false],
  ['an address of names', () => address(body('a@', 'a.')), false],
  ['an address of signs', () => address(body('', 'a@')), false],
]

describe('a text made to be slow with', () => {
  // The limit does not measure speed: quadratic time would be many times as long.
  test.each(cases)('as %s is read in one go', (_what, read, accepted) => {
    expect(runInNewContext('read()', { read }, { timeout: 60_000 })).toBe(accepted)
  })
})
