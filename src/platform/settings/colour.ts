import { clampRgb, formatHex, modeLrgb, modeOklch, modeRgb, type Oklch, useMode, wcagContrast } from 'culori/fn'

useMode(modeRgb)
useMode(modeLrgb)
const toOklch = useMode(modeOklch)

/** WCAG 2.2, 1.4.3: text of normal size. */
const neededContrast = 4.5

export interface ColourCheck {
  /** White text on the colour, as on the buttons in mails. */
  white_text: number
  /** Links and marks in the colour, on pages in the light and dark theme. */
  light_theme: number
  dark_theme: number
  passes: boolean
}

const oklch = (l: number, c: number, h: number | undefined): Oklch => ({ mode: 'oklch', l, c, ...(h && { h }) })

/** The same values as in public/css/tokens.css: the colours derived from --accent, and their backgrounds. */
export const themes = {
  light: ({ l, c, h }: Oklch) => ({
    'accent-ink': oklch(Math.min(l, 0.46), Math.min(c, 0.16), h),
    canvas: oklch(0.972, 0.007, 70),
    surface: oklch(0.995, 0.003, 70),
    'accent-soft': oklch(0.94, Math.min(c, 0.02), h),
  }),
  dark: ({ l, c, h }: Oklch) => ({
    'accent-ink': oklch(Math.max(l, 0.82), Math.min(c, 0.1), h),
    canvas: oklch(0.205, 0.012, 45),
    surface: oklch(0.25, 0.013, 45),
    'accent-soft': oklch(0.315, Math.min(c, 0.042), h),
  }),
}

function leastContrast(theme: ReturnType<typeof themes.light>): number {
  const { 'accent-ink': ink, ...surfaces } = theme
  // Colours beyond sRGB are clipped, as browsers do.
  return Math.min(...Object.values(surfaces).map((surface) => wcagContrast(clampRgb(ink), clampRgb(surface))))
}

/** @param hex such as #8a2f6b */
const accentOf = (hex: string) => toOklch(hex) as Oklch

/** The contrast of a colour in every place where it is used; rounded down, so that no figure is too good. */
export function checkColour(hex: string): ColourCheck {
  const accent = accentOf(hex)
  const figures = {
    white_text: roundedDown(wcagContrast(hex, '#ffffff')),
    light_theme: roundedDown(leastContrast(themes.light(accent))),
    dark_theme: roundedDown(leastContrast(themes.dark(accent))),
  }
  return { ...figures, passes: Object.values(figures).every((figure) => figure >= neededContrast) }
}

const roundedDown = (figure: number) => Math.floor(figure * 10) / 10

/** The same hue, darkened until it passes. */
export function nearestGood(hex: string): string {
  const accent = accentOf(hex)
  for (let l = accent.l; l > 0; l -= 0.005) {
    const darker = formatHex({ ...accent, l })
    if (checkColour(darker).passes) return darker
  }
  return '#000000'
}

/** Why a colour is refused, with the figures; null if it passes. */
export function whyRefused(hex: string): string | null {
  const { white_text, light_theme, dark_theme, passes } = checkColour(hex)
  if (passes) return null
  return (
    `This colour cannot be read well enough: white text on it has a contrast of ${white_text} to 1, ` +
    `links in it ${light_theme} to 1 in the light and ${dark_theme} to 1 in the dark theme; ` +
    `${neededContrast} to 1 is needed. ${nearestGood(hex)} is the nearest that will do.`
  )
}
