import type { Page } from 'playwright-core'

/** The keys that an American keyboard has for signs of codes, with what a German one writes by them. */
const keys: Record<string, [code: string, shift: boolean, written: string]> = {
  ' ': ['Space', false, ' '],
  $: ['Digit4', true, '$'],
  '%': ['Digit5', true, '%'],
  '*': ['Digit8', true, '('],
  '+': ['Equal', true, '`'],
  '-': ['Minus', false, 'ß'],
  '.': ['Period', false, '.'],
  '/': ['Slash', false, '-'],
  ':': ['Semicolon', true, 'Ö'],
  Y: ['KeyY', true, 'Z'],
  Z: ['KeyZ', true, 'Y'],
}

/** Types as a hardware scanner does, which presses American keys, on a computer whose keyboard is German. */
export async function typeInGerman(page: Page, text: string): Promise<void> {
  const devTools = await page.context().newCDPSession(page)
  const press = async (code: string, shift: boolean, key: string, written = key) => {
    const modifiers = shift ? 8 : 0
    await devTools.send('Input.dispatchKeyEvent', { type: 'keyDown', code, key, text: written, modifiers })
    await devTools.send('Input.dispatchKeyEvent', { type: 'keyUp', code, key, modifiers })
  }
  for (const sign of text) {
    const usual = /\d/.test(sign) ? (['Digit', false] as const) : (['Key', true] as const)
    await press(...(keys[sign] ?? [`${usual[0]}${sign}`, usual[1], sign]))
  }
  await press('Enter', false, 'Enter', '\r')
  await devTools.detach()
}
