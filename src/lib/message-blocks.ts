/** Consecutive lines of a message that belong together. */
export type Block =
  | { kind: 'text' | 'quote' | 'list'; lines: string[] }
  /** `label` is the text after the opening ```. */
  | { kind: 'code'; label: string; lines: string[] }

/**
 * Splits a message into blocks: fenced code, quoted lines that begin with "> ", and lists of two or more lines that
 * begin with "- ", all without their marks; the rest is text.
 */
export function blocksOf(message: string): Block[] {
  const lines = message.split('\n')
  const lastEnd = lines.findLastIndex((line) => isEnd(line))
  const blocks: Block[] = []
  for (let at = 0; at < lines.length; ) {
    const [block, count] = fence(lines, at, lastEnd) ?? quote(lines, at) ?? list(lines, at) ?? text(lines, at)
    const last = blocks.at(-1)
    if (block.kind === 'text' && last?.kind === 'text') for (const line of block.lines) last.lines.push(line)
    else blocks.push(block)
    at += count
  }
  return blocks
}

type Found = [block: Block, lines: number]

const isEnd = (line: string | undefined) => /^```[ \t]*$/.test(line ?? '')

/** A block from ``` to ``` that is not empty. */
function fence(lines: string[], at: number, lastEnd: number): Found | null {
  const [, label] = at < lastEnd ? (/^```([\w+#.-]*)[ \t]*$/.exec(lines[at] ?? '') ?? []) : []
  if (label === undefined) return null
  let end = at + 1
  while (!isEnd(lines[end])) end += 1
  const code = lines.slice(at + 1, end)
  const isEmpty = code.every((line) => line.trim() === '')
  const block: Block = isEmpty
    ? { kind: 'text', lines: lines.slice(at, end + 1) }
    : { kind: 'code', label, lines: code }
  return [block, end + 1 - at]
}

function quote(lines: string[], at: number): Found | null {
  const quoted = marked(lines, at, /^> /)
  if (quoted.length === 0) return null
  const isEmpty = quoted.every((line) => line.trim() === '')
  const block: Block = isEmpty
    ? { kind: 'text', lines: lines.slice(at, at + quoted.length) }
    : { kind: 'quote', lines: quoted }
  return [block, quoted.length]
}

function list(lines: string[], at: number): Found | null {
  const items = marked(lines, at, /^- (?=.*\S)/)
  return items.length > 1 ? [{ kind: 'list', lines: items }, items.length] : null
}

const text = (lines: string[], at: number): Found => [{ kind: 'text', lines: [lines[at] ?? ''] }, 1]

/** The consecutive lines that begin with the mark, without it. */
function marked(lines: string[], at: number, mark: RegExp): string[] {
  let end = at
  while (mark.test(lines[end] ?? '')) end += 1
  return lines.slice(at, end).map((line) => line.replace(mark, ''))
}
