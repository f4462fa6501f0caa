import MarkdownIt from 'markdown-it'
import { escapeHtml } from './escape-html.ts'

// Without tables, whose size can grow with the square of their text's.
const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true }).disable([
  'image',
  'heading',
  'lheading',
  'table',
])

markdown.renderer.rules.link_open = (tokens, index, options, _env, self) => {
  tokens[index]?.attrSet('rel', 'nofollow noopener')
  return self.renderToken(tokens, index, options)
}

/** What can mean something in Markdown: signs, dots inside addresses, beginnings of items and quotations. */
const sign = /[*_~`[\]<>!&\\|@/]|\.(?=\S)|^[ \t]*(?:[-+*>]|\d+[.)])/gm

/**
 * The time that rendering takes grows with the signs in a text: so many take up to 10 ms, and no person writes as
 * many. A text with more of them is shown as it was typed.
 */
const mostSigns = 1000

const render = (text: string) =>
  (text.match(sign)?.length ?? 0) > mostSigns
    ? `<p>${escapeHtml(text).replaceAll('\n', '<br>\n')}</p>\n`
    : markdown.render(text)

/** The one used last comes last. */
const rendered = new Map<string, string>()
const mostCharacters = 4_000_000
let characters = 0

/** Markdown as safe HTML: no raw HTML, no pictures. What was rendered lately is remembered, within 8 MB. */
export function markdownHtml(text: string): string {
  const known = rendered.get(text)
  if (known !== undefined) rendered.delete(text)
  const html = known ?? render(text)
  rendered.set(text, html)
  if (known === undefined) characters += text.length + html.length
  for (const [oldest, itsHtml] of rendered) {
    if (characters <= mostCharacters) break
    rendered.delete(oldest)
    characters -= oldest.length + itsHtml.length
  }
  return html
}
