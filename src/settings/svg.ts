const wanted = [
  'svg g defs symbol use title desc metadata style path rect circle ellipse line polyline polygon text tspan textpath',
  'lineargradient radialgradient stop pattern mask clippath marker switch image',
  'filter feblend fecolormatrix fecomposite feflood fegaussianblur femerge femergenode feoffset fedropshadow fetile',
]
const elements = new Set(wanted.join(' ').split(' '))

const tags = /<\s*\/?\s*([^\s/>!?][^\s/>]*)/g
const hrefs = /[\s"'](?:[\w-]+:)?(?:href|src)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/gi

/** A picture inside the file, or a part of the file itself. */
const staysInside = (address: string) => /^\s*(#|data:image\/(png|jpeg|webp);base64,)/i.test(address)

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
  const drawn = text.replace(/^\s*<\?xml[^>]*\?>/, '').replace(/<!--[\s\S]*?-->/g, '')
  if (/<[!?]/.test(drawn)) return 'This SVG has declarations in it (DOCTYPE, ENTITY, CDATA …); save it as plain SVG.'
  const strange = [...drawn.matchAll(tags)].map(([, name = '']) => name).find((name) => !isDrawn(name))
  if (strange) return `This SVG has <${strange.slice(0, 30)}> in it, which is more than a drawing.`
  if (/[\s"'/]on[a-z-]+\s*=/i.test(drawn)) return 'This SVG has scripts in it.'
  const outside = [...drawn.matchAll(hrefs)].some(
    ([, double, single, bare]) => !staysInside(double ?? single ?? bare ?? ''),
  )
  if (outside || /@import|url\(\s*["']?\s*[^#"'\s]|\\/i.test(drawn))
    return 'This SVG refers to something outside of it.'
  return null
}

/** Editors leave elements of their own (`sodipodi:namedview`) in a file; only those without meaning to a browser pass. */
function isDrawn(tag: string): boolean {
  const [prefix, local] = tag.toLowerCase().split(':')
  if (local === undefined) return elements.has(prefix ?? '')
  return prefix === 'svg' ? elements.has(local) : /^(sodipodi|inkscape|rdf|dc|cc)$/.test(prefix ?? '')
}
