import { beforeEach, expect, test, vi } from 'vitest'

// What a second click does on the page that the first one has led to, without a browser.

type Listener = (event: object) => void
const listeners: Record<string, Listener> = {}
vi.stubGlobal('document', { addEventListener: (name: string, listener: Listener) => (listeners[name] = listener) })
await import('../../public/js/double-click.js')

const [claim, close] = [{}, {}]
const type = () => listeners.input?.({})
beforeEach(type)

/** @returns whether it was let through */
function click(timeStamp: number, button: object | null, more: object = {}): boolean {
  const event = { timeStamp, detail: 1, clientX: 900, clientY: 90, target: { closest: () => button }, ...more }
  const preventDefault = vi.fn()
  listeners.click?.({ ...event, preventDefault, stopImmediatePropagation: () => {} })
  return preventDefault.mock.calls.length === 0
}

test('a double click on "Claim" does not close the ticket, nor a click more', () => {
  expect([click(1000, claim), click(1200, close), click(1400, close)]).toEqual([true, false, false])
})

test('a double click on the link to a page presses no button there', () => {
  expect([click(10_000, null), click(10_300, close)]).toEqual([true, false])
})

test.each([
  ['later', 700, close, {}],
  ['elsewhere', 200, close, { clientY: 99 }],
  ['of the same button', 200, claim, {}],
  ['by a key', 200, close, { detail: 0 }],
])('a second click %s is let through', (_, after, button, more) => {
  expect([click(20_000, claim), click(20_000 + after, button, more)]).toEqual([true, true])
})

test('so is one after something was typed', () => {
  click(30_000, claim)
  type()
  expect(click(30_200, close)).toBe(true)
})
