// Writes public/icons.svg, public/favicon.svg, public/profile-icons/*.svg and public/app-icons/*.png. Run after a change here: node tools/icons.ts
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import sharp from 'sharp'

const root = new URL('../', import.meta.url)
const lucide = new URL('node_modules/lucide-static/icons/', root)

const icons = [
  'arrow-down',
  'arrow-up',
  'bell',
  'bookmark',
  'calendar',
  'calendar-check',
  'calendar-plus',
  'calendar-x',
  'camera',
  'chart-column',
  'check',
  'chevron-left',
  'chevron-right',
  'circle-alert',
  'circle-check',
  'circle-dot',
  'circle-x',
  'clock',
  'ellipsis-vertical',
  'flashlight',
  'hand',
  'hourglass',
  'house',
  'inbox',
  'info',
  'key',
  'lock',
  'log-out',
  'mail',
  'map-pin',
  'message-circle',
  'pencil',
  'plus',
  'reply',
  'rotate-ccw',
  'search',
  'send',
  'settings',
  'shield',
  'siren',
  'tag',
  'ticket',
  'undo-2',
  'user-check',
  'user-round',
  'users',
  'volume-2',
  'wifi',
  'wifi-off',
  'x',
]

type Face = { back: string; skin: string; dark: string; behind?: string; front: string; eyes?: string; mouth?: string }

const dots = '<circle cx="19.5" cy="27" r="1.7"/><circle cx="28.5" cy="27" r="1.7"/>'
const happy =
  '<path d="M17.8 27.6c.9-1.7 2.6-1.7 3.5 0M26.7 27.6c.9-1.7 2.6-1.7 3.5 0" fill="none" stroke="DARK" stroke-width="1.7" stroke-linecap="round"/>'
const wink =
  '<circle cx="19.5" cy="27" r="1.7"/><path d="M26.5 27.4c1-.9 2.8-.9 3.8 0" fill="none" stroke="DARK" stroke-width="1.7" stroke-linecap="round"/>'
const smile = '<path d="M20 32c2 2.5 6 2.5 8 0" fill="none" stroke="DARK" stroke-width="1.7" stroke-linecap="round"/>'
const laugh = '<path d="M19.5 31.5h9c-.3 3.2-2.2 4.7-4.5 4.7s-4.2-1.5-4.5-4.7z"/>'
const half =
  '<path d="M21 32.8c2 1.2 5 .8 6.5-1.3" fill="none" stroke="DARK" stroke-width="1.7" stroke-linecap="round"/>'

// One face for each colour, recognisable without the colour by its accessory and expression.
const faces: Record<string, Face> = {
  // headphones
  blue: {
    back: '#3b6fc4',
    skin: '#dfeaff',
    dark: '#18315f',
    eyes: happy,
    behind: '<path d="M9.5 28v-3.5a14.5 14.5 0 0 1 29 0V28" fill="none" stroke="DARK" stroke-width="3"/>',
    front:
      '<rect x="7.5" y="23.5" width="6" height="10" rx="3"/><rect x="34.5" y="23.5" width="6" height="10" rx="3"/>',
  },
  // a sprout
  green: {
    back: '#3a8f5c',
    skin: '#dcf5e2',
    dark: '#12452a',
    mouth: laugh,
    front:
      '<path d="M24 15V9.5" fill="none" stroke="DARK" stroke-width="2" stroke-linecap="round"/><path d="M24 10.5c-1-4-4.5-5.5-8-5 .2 4 3.5 6.5 8 5zM24 10.5c1-4 4.5-5.5 8-5-.2 4-3.5 6.5-8 5z"/>',
  },
  // a ballet bun
  purple: {
    back: '#8055c7',
    skin: '#eee3ff',
    dark: '#3a1f6b',
    eyes: happy,
    mouth: half,
    front:
      '<circle cx="24" cy="9" r="5.2"/><path d="M10.8 26c0-8.5 5.7-13 13.2-13s13.2 4.5 13.2 13c-3-6.5-7.7-8.3-13.2-8.3S13.8 19.5 10.8 26z"/>',
  },
  // a headband
  red: {
    back: '#c9483f',
    skin: '#ffe4de',
    dark: '#661a16',
    mouth: laugh,
    front:
      '<path d="M11.6 22.8c.4-1.9 1.2-3.5 2.3-4.8 6.5 1.8 13.7 1.8 20.2 0 1.1 1.3 1.9 2.9 2.3 4.8-8 2.2-16.8 2.2-24.8 0zM35.5 21l6-3.5-.8 4.2 2.8 3z"/>',
  },
  // curls
  amber: {
    back: '#c98a1b',
    skin: '#fff0cf',
    dark: '#5f3c05',
    front:
      '<circle cx="12.5" cy="22" r="4.2"/><circle cx="15.5" cy="15.5" r="4.4"/><circle cx="21" cy="11.8" r="4.4"/><circle cx="27.5" cy="11.9" r="4.4"/><circle cx="32.7" cy="15.7" r="4.4"/><circle cx="35.5" cy="22" r="4.2"/><path d="M14 21c2-5 6-7.5 10-7.5S32 16 34 21c-3-3.5-6-4.5-10-4.5s-7 1-10 4.5z"/>',
  },
  // glasses
  teal: {
    back: '#1f8a8c',
    skin: '#d7f4f2',
    dark: '#0b4143',
    mouth: half,
    front:
      '<path d="M11.5 22.5C12 16 17 12.5 24.5 12.8c6 .2 10.8 3 12 9.2-6-.4-10.5-2-13.5-5-2 3-6 5-11.5 5.5z"/><g fill="none" stroke="DARK" stroke-width="1.5"><circle cx="19.5" cy="27" r="4.3"/><circle cx="28.5" cy="27" r="4.3"/><path d="M23.6 26.3h.8"/></g>',
  },
  // a bow
  pink: {
    back: '#cf5b95',
    skin: '#ffe3f0',
    dark: '#6b1c45',
    eyes: wink,
    front:
      '<path d="M24 13.5c-3.5-4.5-8-5.5-9.5-4.5-1.3 1-1.3 8 0 9 1.5 1 6 0 9.5-4.5zM24 13.5c3.5-4.5 8-5.5 9.5-4.5 1.3 1 1.3 8 0 9-1.5 1-6 0-9.5-4.5z"/><circle cx="24" cy="13.5" r="2.8" fill="SKIN" stroke="DARK" stroke-width="1.5"/>',
  },
  // a cap
  slate: {
    back: '#5f6b7d',
    skin: '#e6ebf2',
    dark: '#252d3a',
    eyes: wink,
    mouth: half,
    front:
      '<path d="M11.3 22.5c0-7 5.2-11 12.7-11s12.7 4 12.7 11c2.8.3 5 1 6.3 2.3-9-1-22-1.7-31.7-1z"/><circle cx="24" cy="11.2" r="1.7"/>',
  },
}

const tidy = (svg: string): string => svg.replace(/\s+/g, ' ').replace(/> </g, '><').trim()

function drawFace({ back, skin, dark, behind = '', front, eyes = dots, mouth = smile }: Face): string {
  const inner = `<circle cx="24" cy="24" r="24" fill="${back}"/>${behind}<circle cx="24" cy="27.5" r="13" fill="${skin}"/><g fill="${dark}">${eyes}${mouth}${front}</g>`
  return tidy(inner.replaceAll('DARK', dark).replaceAll('SKIN', skin))
}

function drawIcon(name: string): string {
  const source = readFileSync(new URL(`${name}.svg`, lucide), 'utf8')
  return tidy(source.slice(source.indexOf('>', source.indexOf('<svg')) + 1, source.lastIndexOf('</svg>'))).replaceAll(
    ' />',
    '/>',
  )
}

const line = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'
const licence =
  '<!-- icons: lucide (lucide.dev), ISC License, (c) Lucide Icons and Contributors; part from Feather, MIT, (c) Cole Bemis. The faces (face-*) are our own. -->'
const symbols = [
  ...icons.map((name) => `<symbol id="${name}" viewBox="0 0 24 24" ${line}>${drawIcon(name)}</symbol>`),
  ...Object.entries(faces).map(
    ([color, face]) => `<symbol id="face-${color}" viewBox="0 0 48 48">${drawFace(face)}</symbol>`,
  ),
]
const svg = 'xmlns="http://www.w3.org/2000/svg"'
const favicon = `<svg ${svg} viewBox="0 0 32 32"><path d="M7 3h18a5 5 0 0 1 5 5v11a5 5 0 0 1-5 5h-9l-7.5 6v-6H7a5 5 0 0 1-5-5V8a5 5 0 0 1 5-5z" fill="#8c2f6b"/><path d="M10 12.5c2.5 5.5 9.5 5.5 12 0" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round"/></svg>`

mkdirSync(new URL('public/profile-icons/', root), { recursive: true })
writeFileSync(new URL('public/icons.svg', root), `${licence}\n<svg ${svg}>\n${symbols.join('\n')}\n</svg>\n`)
writeFileSync(new URL('public/favicon.svg', root), `${tidy(favicon)}\n`)
for (const [color, face] of Object.entries(faces)) {
  const file = `<svg ${svg} viewBox="0 0 48 48" width="96" height="96">${drawFace(face)}</svg>\n`
  writeFileSync(new URL(`public/profile-icons/${color}.svg`, root), file)
}

// Icons of the installed app: one as it is, and one that fills any shape into which a phone crops it.
const bubble = favicon.slice(favicon.indexOf('<path'), favicon.lastIndexOf('</svg>'))
const filling = `<svg ${svg} viewBox="0 0 32 32"><path fill="#8c2f6b" d="M0 0h32v32H0z"/><g transform="translate(5.76 6.3) scale(.64)">${bubble.replace('#8c2f6b', '#fff').replace('stroke="#fff"', 'stroke="#8c2f6b"')}</g></svg>`
const pictures: [string, string, number][] = [
  ['app-192', favicon, 192],
  ['app-512', favicon, 512],
  ['app-maskable', filling, 512],
  ['app-touch', filling, 180],
]
mkdirSync(new URL('public/app-icons/', root), { recursive: true })
for (const [name, source, width] of pictures) {
  const picture = sharp(Buffer.from(source), { density: 72 * 16 }).resize(width, width)
  await picture
    .png({ palette: true, compressionLevel: 9 })
    .toFile(new URL(`public/app-icons/${name}.png`, root).pathname)
}
