import { readXml, XmlError, type XmlToken } from './xml.ts'

const wanted = [
  'svg g defs symbol use title desc metadata style path rect circle ellipse line polyline polygon text tspan textpath',
  'lineargradient radialgradient stop pattern mask clippath marker switch image',
  'filter feblend fecolormatrix fecomposite feflood fegaussianblur femerge femergenode feoffset fedropshadow fetile',
]
const elements = new Set(wanted.join(' ').split(' '))

/** Editors leave elements of their own in a file, such as `sodipodi:namedview`; a browser knows nothing of these. */
const editors = new Set(['sodipodi', 'inkscape', 'rdf', 'dc', 'cc'])

const svgNamespace = 'http://www.w3.org/2000/svg'
const htmlNamespace = 'http://www.w3.org/1999/xhtml'

/**
 * Why an SVG is refused: it could do or fetch something. It is shown as a picture and served under a policy that
 * forbids all of this anyway; the point is not to keep such a file at all.
 */
export function whyUnsafe(content: Buffer): string | null {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(content)
  } catch {
    return 'This SVG is not text in UTF-8.'
  }
  try {
    let root = true
    for (const token of readXml(text)) {
      if (root && token.kind === 'start' && localName(token.name) !== 'svg') return 'This file is not an SVG picture.'
      const reason = token.kind === 'start' ? whyUnsafeElement(token) : whyUnsafeText(token)
      if (reason) return reason
      if (token.kind === 'start') root = false
    }
    return root ? 'This file is not an SVG picture.' : null
  } catch (error) {
    if (!(error instanceof XmlError)) throw error
    return error.reason === 'declaration'
      ? 'This SVG has declarations in it (DOCTYPE, ENTITY, CDATA …); save it as plain SVG.'
      : 'This SVG is damaged: a browser could not show it. Save it again as plain SVG.'
  }
}

const outside = 'This SVG refers to something outside of it.'

const localName = (name: string) => name.slice(name.indexOf(':') + 1).toLowerCase()

function whyUnsafeElement({ name, attributes }: Extract<XmlToken, { kind: 'start' }>): string | null {
  if (!isDrawn(name)) return `This SVG has <${name.slice(0, 30)}> in it, which is more than a drawing.`
  for (const [attribute, value] of attributes) {
    if (isNamespace(attribute)) {
      if (changesMeaning(attribute, value)) return 'This SVG gives its elements another meaning; save it as plain SVG.'
      continue
    }
    const local = localName(attribute)
    if (local.startsWith('on')) return 'This SVG has scripts in it.'
    if (local === 'href' || local === 'src' ? !staysInside(value) : fetches(value)) return outside
  }
  return null
}

const whyUnsafeText = ({ text, inside }: Extract<XmlToken, { kind: 'text' }>) =>
  localName(inside) === 'style' && fetches(text) ? outside : null

function isDrawn(tag: string): boolean {
  const [prefix = '', local] = tag.toLowerCase().split(':')
  if (local === undefined) return elements.has(prefix)
  return prefix === 'svg' ? elements.has(local) : editors.has(prefix)
}

const isNamespace = (attribute: string) => attribute === 'xmlns' || attribute.startsWith('xmlns:')

/** Whether a prefix would stand for what a browser acts on, or a name without one for anything else. */
const changesMeaning = (attribute: string, value: string) =>
  attribute === 'xmlns' || attribute === 'xmlns:svg'
    ? value !== svgNamespace
    : value === svgNamespace || value === htmlNamespace

/** A picture inside the file, or a part of the file itself. */
const staysInside = (address: string) => /^(#|data:image\/(png|jpeg|webp);base64,)/i.test(address.trim())

/** Whether a style fetches something. A backslash could hide how; `url(#a)` names a part of the file. */
function fetches(style: string): boolean {
  if (/@import|\\|image-set\(|src\(/i.test(style)) return true
  return style
    .split(/url\(/i)
    .slice(1)
    .some((address) => !/^[\s"']*#/.test(address))
}
