import fc from 'fast-check'

/** A message as typed and as shown, made of parts for which both are known. */
export interface Written {
  typed: string
  read: string
  /** The number of addresses and ticket numbers that become links. */
  links: number
}

const same = (text: string, links = 0): Written => ({ typed: text, read: text, links })
const around = (mark: string, { typed, read, links }: Written): Written => ({
  typed: mark + typed + mark,
  read,
  links,
})

/** Texts that are no markup, also next to others with a space between. */
const words = [
  ...[
    'Hello',
    'Straße',
    'día',
    'Привет',
    'Γειά',
    'مرحبا',
    'שלום',
    '你好',
    'สวัสดี',
    'नमस्ते',
    '안녕',
    '👩‍👩‍👧',
    '👍🏽',
    'e\u0301',
  ],
  ...[
    '12.',
    '2)',
    '+',
    '49',
    '[Anna]:',
    '[t](u)',
    '![x](y)',
    '<b>',
    '</b>',
    '&amp;',
    '&',
    '"',
    "'",
    '\\',
    '\\*',
    '|',
    '=',
  ],
  ...[
    '2*3*4',
    '2**3**4',
    '****',
    '**',
    '*',
    '***',
    '*x*',
    '_y_',
    '__init__',
    '~~z~~',
    '`',
    'a`b',
    'can`t',
    '``',
    'C:\\_temp\\*new',
  ],
  ...[
    '#',
    '##3',
    '#12a',
    '#0',
    '#99999999999',
    'a#12',
    '31#',
    '->',
    '–',
    '---',
    'ab*c_d*e',
    '1.5',
    '5*6=30',
    '\u200f',
    'x\u00a0y',
  ],
  ...[
    'anna@example.com',
    'www.example.org',
    'http://',
    'https://a@b.example/',
    'https://bücher.example/x',
    'ftp://x.example/',
  ],
  ...[
    'javascript:alert(1)',
    'xhttps://a.example',
    'https://1.2',
    'https://a.example:99999/',
    '</div>',
    '<br>',
    '%41',
    '{a:',
    '^2',
  ],
]
const addresses = [
  'https://example.org',
  'http://localhost:3000/a_b*c',
  'https://xn--bcher-kva.example/?a=1&b=**2**#c',
  '#12',
  '#7',
]

const word = fc.constantFrom(...words).map((text) => same(text))
const spaces = fc.constantFrom(' ', ' ', ' ', '  ', '\t', '   ')
const joined = (parts: fc.Arbitrary<Written>, most: number) =>
  fc.array(fc.tuple(parts, spaces), { minLength: 1, maxLength: most }).map((all) =>
    all.reduce(
      (line, [part, space], index) => ({
        typed: line.typed + (index ? space : '') + part.typed,
        read: line.read + (index ? space : '') + part.read,
        links: line.links + part.links,
      }),
      same(''),
    ),
  )

const link = fc
  .tuple(fc.constantFrom('', '(', '"'), fc.constantFrom(...addresses), fc.constantFrom('', '.', ',', '!?', ')', ').'))
  .map(([before, address, behind]) => same(before + address + behind, 1))
const plainWord = fc.constantFrom(...words.filter((text) => !/^\*|\*$/.test(text))).map((text) => same(text))
const bold = joined(fc.oneof(plainWord, link), 3).map((inside) => around('**', inside))
const code = joined(
  fc.constantFrom(...words.filter((text) => !text.includes('`'))).map((text) => same(text)),
  3,
)
const drawn = fc.oneof(
  bold,
  code.map((inside) => around('`', inside)),
  link,
)
/** A line that begins with no mark of a quotation or list. */
const line = joined(fc.oneof({ arbitrary: word, weight: 3 }, { arbitrary: drawn, weight: 1 }), 6)

interface Lines {
  kind: 'text' | 'quote' | 'list' | 'dash' | 'code'
  lines: { typed: string; read: string | null; links: number }[]
}

const some = (least: number, most: number) => fc.array(line, { minLength: least, maxLength: most })
const text = fc
  .array(
    fc.oneof(
      line,
      fc.constantFrom('', '', ' ').map((blank) => same(blank)),
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((lines): Lines => ({ kind: 'text', lines }))
const beginning = (mark: string, lines: Written[]) => lines.map((one) => ({ ...one, typed: mark + one.typed }))
const quote = some(1, 3).map((lines): Lines => ({ kind: 'quote', lines: beginning('> ', lines) }))
const list = some(2, 4).map((lines): Lines => ({ kind: 'list', lines: beginning('- ', lines) }))
const dash = line.map((one): Lines => ({ kind: 'dash', lines: beginning('- ', [{ ...one, read: `- ${one.read}` }]) }))
const fenced = fc
  .array(fc.constantFrom('', '  indented', '- a', '> b', '**c**', '`d`', 'https://e.example #12', '``', ' ```'), {
    minLength: 1,
    maxLength: 4,
  })
  .filter((lines) => lines.some((one) => one !== ''))
  .map((lines): Lines => {
    const fence = { typed: '```', read: null, links: 0 }
    return { kind: 'code', lines: [fence, ...lines.map((one) => same(one)), fence] }
  })

/** A single line with a dash under another would be a list. */
function apart(blocks: Lines[]): Lines[] {
  const kept: Lines[] = []
  for (const block of blocks) {
    const pair = [kept.at(-1)?.kind, block.kind]
    if (!pair.includes('dash') || !pair.every((kind) => kind === 'dash' || kind === 'list')) kept.push(block)
  }
  return kept
}

export const written: fc.Arbitrary<Written> = fc
  .array(fc.oneof({ arbitrary: text, weight: 3 }, quote, list, dash, fenced), { minLength: 1, maxLength: 6 })
  .map((blocks) => {
    const lines = apart(blocks).flatMap((block) => block.lines)
    return {
      typed: lines.map((one) => one.typed).join('\n'),
      read: lines.flatMap((one) => one.read ?? []).join('\n'),
      links: lines.reduce((sum, one) => sum + one.links, 0),
    }
  })

export const tenThousand = () => fc.sample(written, { numRuns: 10_000, seed: 1126 })
