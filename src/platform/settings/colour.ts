import { contrast, hexOf, type Oklch, oklchOf, type Rgb, rgbFrom, rgbOf } from './oklch.ts'

/** WCAG 2.2, 1.4.3: text of normal size. */
export const leastContrast = 4.5

export interface ColourCheck {
  /** White text on the colour itself, as on the buttons in mails. */
  white_text: number
  /** Links and marks in the colour, on the pages of the light and of the dark theme. */
  light_theme: number
  dark_theme: number
  passes: boolean
}

const white: Rgb = [1, 1, 1]
const degrees = (degree: number) => (degree * Math.PI) / 180

// As in public/css/tokens.css: what is derived from --accent, and what it stands on.
const inkInLight = ({ l, c, h }: Oklch): Oklch => ({ l: Math.min(l, 0.46), c: Math.min(c, 0.16), h })
const inkInDark = ({ l, c, h }: Oklch): Oklch => ({ l: Math.max(l, 0.82), c: Math.min(c, 0.1), h })
const lightSurfaces = ({ c, h }: Oklch): Oklch[] => [
  { l: 0.972, c: 0.007, h: degrees(70) },
  { l: 0.995, c: 0.003, h: degrees(70) },
  { l: 0.94, c: Math.min(c, 0.02), h },
]
const darkSurfaces = ({ c, h }: Oklch): Oklch[] => [
  { l: 0.205, c: 0.012, h: degrees(45) },
  { l: 0.25, c: 0.013, h: degrees(45) },
  { l: 0.315, c: Math.min(c, 0.042), h },
]

const least = (ink: Oklch, surfaces: Oklch[]) =>
  Math.min(...surfaces.map((surface) => contrast(rgbFrom(ink), rgbFrom(surface))))

/** How well a colour can be read wherever the desk uses it; figures are rounded down, so that none is flattered. */
export function checkColour(hex: string): ColourCheck {
  const rgb = rgbOf(hex)
  const accent = oklchOf(rgb)
  const figures = {
    white_text: roundedDown(contrast(rgb, white)),
    light_theme: roundedDown(least(inkInLight(accent), lightSurfaces(accent))),
    dark_theme: roundedDown(least(inkInDark(accent), darkSurfaces(accent))),
  }
  return { ...figures, passes: Object.values(figures).every((figure) => figure >= leastContrast) }
}

const roundedDown = (figure: number) => Math.floor(figure * 10) / 10

/** The same colour, as much darker as it takes to pass. */
export function nearestGood(hex: string): string {
  const accent = oklchOf(rgbOf(hex))
  for (let l = accent.l; l > 0; l -= 0.005) {
    const darker = hexOf(rgbFrom({ ...accent, l }))
    if (checkColour(darker).passes) return darker
  }
  return '#000000'
}

/** Why a colour is refused, with the figures; null when it is good. */
export function whyRefused(hex: string): string | null {
  const { white_text, light_theme, dark_theme, passes } = checkColour(hex)
  if (passes) return null
  return (
    `This colour cannot be read well enough: white text on it has a contrast of ${white_text} to 1, ` +
    `links in it ${light_theme} to 1 in the light and ${dark_theme} to 1 in the dark theme; ` +
    `${leastContrast} to 1 is needed. ${nearestGood(hex)} is the nearest that will do.`
  )
}
