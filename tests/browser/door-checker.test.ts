import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { encodeBase45 } from '#lib/base45.ts'
import { Checker } from '../../public/modules/door/checker.js'

// How the door's page handles scans, without a browser.

/** A code in the server's format; its signature is not checked here. */
function codeOf(pass: string, slot: number): string {
  const bytes = Buffer.alloc(100)
  bytes.writeUInt8(1, 0)
  bytes.write(pass, 6, 8, 'hex')
  bytes.writeUInt32BE(slot, 18)
  return `SM1:${encodeBase45(bytes)}`
}
const [ours, theirs] = ['0011223344556677', '8899aabbccddeeff']

/** A door whose server answers when the test says so, in the order of the requests. */
function startChecker(more: object = {}) {
  const asked: { code?: string; pass_id?: number }[] = []
  const waiting: ((verdict: object) => void)[] = []
  const shown: string[] = []
  const connection = {
    ...{
      online: true,
      roster: { byId: (id: number) => ({ public_id: [ours, theirs][id] }) },
      now: 0,
      markUsed: () => {},
      ...more,
    },
    ask: (_action: string, { scan_id: _, ...scan }: { scan_id: string }) => {
      asked.push(scan)
      return new Promise((answer) => waiting.push(answer))
    },
  }
  const view = { show: ({ verdict }: { verdict: string }) => shown.push(verdict) }
  const settled = () => new Promise((resolve) => setImmediate(resolve))
  const answer = async (verdict: string) => {
    await settled()
    waiting.shift()?.({ verdict, pass: null })
    await settled()
  }
  return { checker: new Checker(connection as never, view as never), asked, shown, answer }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

test('the next code of a pass that is still being checked is not a second scan of it', async () => {
  const { checker, asked, shown, answer } = startChecker()
  checker.see(codeOf(ours, 1))
  checker.see(codeOf(ours, 2))
  vi.setSystemTime(Date.now() + 2500)
  checker.see(codeOf(ours, 2))
  vi.setSystemTime(Date.now() + 1000)
  await answer('admitted')
  checker.see(codeOf(ours, 2))
  checker.see(codeOf(ours, 3))
  checker.see(codeOf(theirs, 3))
  await answer('admitted')
  expect(asked).toEqual([{ code: codeOf(ours, 1) }, { code: codeOf(theirs, 3) }])
  expect(shown).toEqual(['admitted', 'admitted'])
})

test('whose name is tapped while their code is checked is not checked twice', async () => {
  const { checker, asked, shown, answer } = startChecker()
  checker.see(codeOf(theirs, 1))
  checker.check({ pass_id: 1 })
  await answer('admitted')
  expect(asked).toEqual([{ code: codeOf(theirs, 1) }])
  expect(shown).toEqual(['admitted'])
})

test('the next code of a pass that was refused is checked', async () => {
  const { checker, asked, answer } = startChecker()
  checker.see(codeOf(ours, 1))
  checker.see(codeOf(ours, 2))
  await answer('refused')
  checker.see(codeOf(ours, 2))
  checker.see(codeOf(ours, 2))
  await answer('refused')
  checker.see(codeOf(ours, 2))
  await answer('refused')
  expect(asked).toEqual([{ code: codeOf(ours, 1) }, { code: codeOf(ours, 2) }])
})

test('a person who was admitted is scanned again after somebody else, or when the phone comes back later', async () => {
  const { checker, asked, answer } = startChecker()
  for (const [pass, verdict] of [
    [ours, 'admitted'],
    [theirs, 'admitted'],
    [ours, 'refused'],
  ] as const) {
    checker.see(codeOf(pass, 1))
    await answer(verdict)
  }
  vi.setSystemTime(Date.now() + 4000)
  checker.see(codeOf(ours, 1))
  await answer('refused')
  expect(asked).toHaveLength(4)
})

test('a tap on the same name before the first is answered lets in once', async () => {
  const { checker, asked, shown, answer } = startChecker()
  checker.check({ pass_id: 5 })
  checker.check({ pass_id: 5 })
  checker.check({ pass_id: 6 })
  await answer('by_hand')
  await answer('by_hand')
  expect(asked).toEqual([{ pass_id: 5 }, { pass_id: 6 }])
  expect(shown).toEqual(['by_hand', 'by_hand'])
})

test('a door that has no list yet asks the server also where that was last silent', async () => {
  const { checker, shown, answer } = startChecker({ online: false, roster: null })
  checker.check({ pass_id: 5 })
  await answer('by_hand')
  expect(shown).toEqual(['by_hand'])
})

test('a text that is far too long for a code is sent nowhere', async () => {
  const { checker, asked, shown } = startChecker()
  await checker.check({ code: 'A'.repeat(700_000) })
  expect({ asked, shown }).toEqual({ asked: [], shown: ['refused'] })
})
