import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compileFunction } from 'node:vm'
import { assetAddress } from './assets.ts'
import type { LayoutModel, Views } from './views.ts'

// Views are written in the syntax of EJS. They are compiled here because EJS looks up each name in an object at run
// time (`with`) and copies all of them at each include. Renders a second of processor time, EJS and this:
// tickets/show 2,300 and 15,900, home/assistant 3,700 and 19,300, tickets/index 2,250 and 14,000.

type Include = (path: string, locals: object) => string
type Template = (
  locals: object,
  escaped: (value: unknown) => string,
  include: Include,
  asset: typeof assetAddress,
) => string

const folder = join(import.meta.dirname, '../../../views')

/** `<% code %>`, `<%= escaped %>`, `<%- as it is %>` and `<%# comment %>`; `-%>` takes the line break after it along. */
const tag = /<%([=#-]?)(.*?)(?:-%>\n?|%>)/gs

/** The body of a function that returns what a view shows; its line numbers are the view's. */
export function sourceOf(view: string): string {
  let source = "let __out = ''"
  let end = 0
  for (const { 0: whole, 1: kind, 2: code = '', index } of view.matchAll(tag)) {
    source += appendText(view.slice(end, index))
    if (kind === '=') source += `; __out += escaped(${code})`
    else if (kind === '-') source += `; __out += ${code}`
    else source += kind === '#' ? lineBreaksOf(code) : `;${code}`
    if (whole.endsWith('\n')) source += '\n'
    end = index + whole.length
  }
  return `${source}${appendText(view.slice(end))}; return __out`
}

const appendText = (text: string) => (text === '' ? '' : `; __out += ${JSON.stringify(text)}${lineBreaksOf(text)}`)
const lineBreaksOf = (text: string) => text.replace(/[^\n]/g, '')

const isPlainText = (path: string) => path.endsWith('.text')

/** A view as it is sent: indentation is for who reads the file. */
export function readView(path: string): string {
  const text = readFileSync(join(folder, `${path}.ejs`), 'utf8')
  return isPlainText(path) ? text : text.replace(/^[ \t]+|[ \t]+$/gm, '').trimEnd()
}

function compile(path: string, names: string[]): Template {
  const source = `'use strict'; const { ${names.join(', ')} } = locals; { ${sourceOf(readView(path))} }`
  const filename = join(folder, `${path}.ejs`)
  return compileFunction(source, ['locals', 'escaped', 'include', 'asset'], { filename }) as Template
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#39;' }
const textValue = (value: unknown) => String(value ?? '')

function htmlValue(value: unknown): string {
  const text = textValue(value)
  return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign) : text
}

const compiled = new Map<string, Map<string, Template>>()

/** Renders `views<path>.ejs`, which sees the members of `locals` as bare names and no others: a misspelt one throws. */
function render(path: string, locals: object): string {
  let names = ''
  for (const name in locals) names += `${name} `
  const templates = compiled.get(path) ?? new Map<string, Template>()
  let template = templates.get(names)
  if (!template) {
    template = compile(path, Object.keys(locals))
    compiled.set(path, templates.set(names, template))
  }
  return template(locals, isPlainText(path) ? textValue : htmlValue, render, assetAddress)
}

/** Renders `views/<name>.ejs` inside the layout. */
export function renderPage<N extends keyof Views>(name: N, layoutModel: LayoutModel, model: Views[N]): string {
  const body = render(`/${name}`, { ...layoutModel, ...model })
  return render('/layout', { ...layoutModel, body })
}

/** Renders a view by itself; one named `.text` is plain text, in which nothing is escaped. */
export const renderTemplate = (name: string, model: object): string => render(`/${name}`, model)
