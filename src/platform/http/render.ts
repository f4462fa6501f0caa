import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ejs, { type TemplateFunction } from 'ejs'

const folder = join(import.meta.dirname, '../../../views')
const compiled = new Map<string, TemplateFunction>()

function template(name: string): TemplateFunction {
  let made = compiled.get(name)
  if (!made) {
    const filename = join(folder, `${name}.ejs`)
    // Indentation is for who reads the view; it is not sent.
    const kind = name.endsWith('.text') ? { escape: String } : { rmWhitespace: true }
    made = ejs.compile(readFileSync(filename, 'utf8'), { filename, root: folder, cache: true, ...kind })
    compiled.set(name, made)
  }
  return made
}

/** Renders `views/<name>.ejs` inside the layout. Templates see bare names; a misspelt one throws. */
export function renderPage(name: string, layoutModel: object, model: object): string {
  const locals = { ...layoutModel, ...model }
  return template('layout')({ ...locals, body: template(name)(locals) })
}

/** Renders a template by itself; one named `.text` is plain text, in which nothing is escaped. */
export const renderTemplate = (name: string, model: object): string => template(name)(model)
