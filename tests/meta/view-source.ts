import { parseAst } from 'vitest/node'
import { readView } from '#platform/pages/render.ts'
import { filesIn } from './source-files.ts'

type Node = { type: string } & Record<string, unknown>

/** One include: the view, and the names of the members passed to it. */
export interface Include {
  path: string
  given: string[]
}

export interface ViewSource {
  /** Names that the view uses and does not declare itself. */
  names: string[]
  /** Members of `locals` that it reads, as they may be missing. */
  optional: string[]
  includes: Include[]
}

const parameters = ['locals', 'escaped', 'include', 'asset']
const globals = ['Boolean', 'Math', 'Object', 'Set', 'String', 'encodeURIComponent', 'undefined']

/** `<% code %>`, `<%= escaped %>`, `<%- as it is %>` and `<%# comment %>`, as EJS has them. */
const tag = /<%([=#-]?)(.*?)-?%>/gs

/** The code of a view as one function's body. */
const codeOf = (view: string) =>
  [...view.matchAll(tag)].map(([, kind, code]) => (kind === '#' ? '' : kind ? `;(${code})` : `;${code}`)).join('\n')

/** Paths as in `include`. */
export const viewPaths = filesIn('views', '.ejs').map((file) => file.replace(/^views|\.ejs$/g, ''))

export function readSource(path: string): ViewSource {
  const found = { names: new Set<string>(), optional: new Set<string>(), includes: [] as Include[] }
  const tree = parseAst(`(function () { ${codeOf(readView(path))} })`) as unknown as Node
  visit(tree, new Set([...parameters, ...globals]), found)
  return { names: [...found.names].sort(), optional: [...found.optional].sort(), includes: found.includes }
}

type Found = { names: Set<string>; optional: Set<string>; includes: Include[] }

function visit(node: Node, known: Set<string>, found: Found): void {
  if (node.type === 'Identifier' && !known.has(node.name as string)) found.names.add(node.name as string)
  if (node.type === 'MemberExpression' && (node.object as Node).name === 'locals')
    found.optional.add((node.property as Node).name as string)
  if (node.type === 'CallExpression' && (node.callee as Node).name === 'include')
    found.includes.push(includeOf(node.arguments as Node[]))
  const within = new Set([...known, ...declaredBy(node)])
  const isName = (key: string) => (key === 'property' || key === 'key') && !node.computed
  for (const [key, value] of Object.entries(node)) {
    if (isName(key)) continue
    for (const child of [value].flat()) if (isNode(child)) visit(child, within, found)
  }
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value

function includeOf([path, locals]: Node[]): Include {
  const members = (locals?.properties ?? []) as Node[]
  return { path: String(path?.value), given: members.map(({ key }) => String((key as Node | undefined)?.name)).sort() }
}

/** Names that a block, a loop or a function declares for its inside. */
function declaredBy(node: Node): string[] {
  const inside = [node.body, node.init, node.left].flat().filter(isNode)
  const declarations = inside.filter(({ type }) => type === 'VariableDeclaration')
  const patterns = declarations.flatMap(({ declarations }) => (declarations as { id: Node }[]).map(({ id }) => id))
  return [...patterns, ...((node.params as Node[]) ?? [])].flatMap(namesIn)
}

/** Names that a pattern declares: `{ a, b: [c] }` declares a and c. */
function namesIn(pattern: Node): string[] {
  if (pattern.type === 'Identifier') return [pattern.name as string]
  const parts = [pattern.properties, pattern.elements, pattern.value, pattern.left, pattern.argument].flat()
  return parts.filter(isNode).flatMap(namesIn)
}
