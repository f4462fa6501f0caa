import MarkdownIt from 'markdown-it'

const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true }).disable(['image', 'heading', 'lheading'])

markdown.renderer.rules.link_open = (tokens, index, options, _env, self) => {
  tokens[index]?.attrSet('rel', 'nofollow noopener')
  return self.renderToken(tokens, index, options)
}

// A column's alignment would be an inline style, which the security policy forbids.
for (const cell of ['th_open', 'td_open']) markdown.renderer.rules[cell] = (tokens, index) => `<${tokens[index]?.tag}>`

const rendered = new Map<string, string>()
const mostCharacters = 4_000_000
let characters = 0

/** Markdown as safe HTML: no raw HTML, no pictures. What was rendered lately is remembered, within 8 MB. */
export function markdownHtml(text: string): string {
  let html = rendered.get(text)
  if (html === undefined) {
    html = markdown.render(text)
    characters += text.length + html.length
    if (characters > mostCharacters) {
      rendered.clear()
      characters = text.length + html.length
    }
    rendered.set(text, html)
  }
  return html
}
