import { afterEach, expect, test, vi } from 'vitest'
import { Signals } from '../../public/modules/door/signals.js'

afterEach(() => {
  vi.unstubAllGlobals()
})

test.each(['suspended', 'interrupted'])('a touch wakes sound that is %s', (state) => {
  const resume = vi.fn()
  const touched: (() => void)[] = []
  vi.stubGlobal('localStorage', { getItem: () => null })
  vi.stubGlobal('AudioContext', function AudioContext() {
    return { state, resume }
  })
  vi.stubGlobal('addEventListener', (_type: string, listener: () => void) => touched.push(listener))
  new Signals(new AbortController().signal)
  for (const touch of touched) touch()
  expect(resume).toHaveBeenCalled()
})
