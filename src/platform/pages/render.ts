import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ejs, { type TemplateFunction } from 'ejs'
import { assetAddress } from '#platform/http/assets.ts'
import type { LayoutModel, Views } from '#platform/http/views.ts'

// EJS looks up each name in an object at run time (`with`) and copies all of them at each include, unless it is given
// the names and an include function of our own. Renderings per second, without and with this: tickets/show 2,300 and
// 5,900, home/assistant 3,700 and 11,900, tickets/index 2,250 and 7,100.

const folder = join(import.meta.dirname, '../../../views')

/** All are read at startup: during an upgrade new files are in place before the program is restarted. */
const sources = new Map(
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ejs'))
    .map((name) => [`/${name.slice(0, -'.ejs'.length)}`, readFileSync(join(folder, name), 'utf8')]),
)

const isPlainText = (path: string) => path.endsWith('.text')

/** The source of a view without indentation, which only serves readers of the file. */
export function readView(path: string): string {
  const text = sources.get(path)
  if (text === undefined) throw new Error(`no view ${path}`)
  return isPlainText(path) ? text : text.replace(/^[ \t]+|[ \t]+$/gm, '').trimEnd()
}

/** EJS would define its own `include` otherwise. */
const withHelpers = '<% include = this.include; const { asset } = this -%>'

const compile = (path: string, names: string[]): TemplateFunction =>
  ejs.compile(withHelpers + readView(path), {
    filename: join(folder, `${path}.ejs`),
    strict: true,
    destructuredLocals: names,
    // Safe, as only this program makes the data of views.
    unsafePrototypeLocals: true,
    context: { include: render, asset: assetAddress },
    escape: isPlainText(path) ? textValue : htmlValue,
  } as ejs.Options) as TemplateFunction

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#39;' }
const textValue = (value: unknown) => String(value ?? '')

function htmlValue(value: unknown): string {
  const text = textValue(value)
  return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign) : text
}

interface Compiled {
  names: string[]
  template: TemplateFunction
}

const compiled = new Map<string, Compiled[]>()

/** Renders `views<path>.ejs`, in which exactly the members of `locals` are variables: a misspelt one throws. */
function render(path: string, locals: object): string {
  const known = compiled.get(path) ?? []
  // An include nearly always gets the same names in the same order.
  for (const { names, template } of known) if (hasNames(locals, names)) return template(locals)
  const names = Object.keys(locals)
  const template = compile(path, names)
  compiled.set(path, [...known, { names, template }])
  return template(locals)
}

/**
 * Whether the names are exactly these in this order. Comparing one by one takes a third of the time of joining them to
 * a key.
 */
function hasNames(locals: object, names: string[]): boolean {
  let place = 0
  for (const name in locals) {
    if (names[place] !== name) return false
    place += 1
  }
  return place === names.length
}

/** Renders `views/<name>.ejs` inside the layout. */
export function renderPage<N extends keyof Views>(name: N, layoutModel: LayoutModel, model: Views[N]): string {
  const body = render(`/${name}`, { ...layoutModel, ...model })
  return render('/layout', { ...layoutModel, body })
}

/** Renders a view without layout; one named `.text` is plain text without escaping. */
export const renderTemplate = (name: string, model: object): string => render(`/${name}`, model)
