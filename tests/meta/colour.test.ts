import type { Oklch } from 'culori/fn'
import { describe, expect, test } from 'vitest'
import { themes } from '#platform/settings/colour.ts'
import { read } from './source-files.ts'

const [light = '', dark = ''] = read('public/css/tokens.css').split('@media screen and (prefers-color-scheme: dark)')
const styles = { light, dark }

/** One channel of a colour in CSS: a number, a channel of the accent, or one that is bounded. */
function channel(text: string, accent: Oklch): number | undefined {
  const [, bound, name, limit] = /^(min|max)\(([lch]), ([\d.]+)\)$/.exec(text) ?? []
  if (bound) return Math[bound as 'min' | 'max'](accent[name as 'l' | 'c'], Number(limit))
  return /^[lch]$/.test(text) ? accent[text as keyof Oklch & ('l' | 'c' | 'h')] : Number(text)
}

function colourIn(css: string, name: string, accent: Oklch): Oklch {
  const [, channels = ''] = new RegExp(`--${name}: oklch\\((?:from var\\(--accent\\) )?(.+)\\);`).exec(css) ?? []
  const [l, c, h] = channels.split(/ (?![\d.]+\))/).map((text) => channel(text, accent))
  return { mode: 'oklch', l, c, h } as Oklch
}

describe('a colour is checked as public/css/tokens.css uses it', () => {
  const accents: Oklch[] = [
    { mode: 'oklch', l: 0.3, c: 0.02, h: 345 },
    { mode: 'oklch', l: 0.9, c: 0.3, h: 120 },
  ]
  test.each(['light', 'dark'] as const)('in the %s theme', (name) => {
    for (const accent of accents) {
      const checked = themes[name](accent)
      const used = Object.keys(checked).map((token) => [token, colourIn(styles[name], token, accent)])
      expect(checked).toEqual(Object.fromEntries(used))
    }
  })
})
