import { setTimeout as pause } from 'node:timers/promises'
import { passEvent } from './pass-fill.ts'
import type { Bar } from './report.ts'

const doors = 20
const mostScansEach = 50
const minute = 60_000
const most = 100

/** Sends a POST request. @returns the response's body */
export type Ask = (url: string, path: string, body: object, token?: string) => Promise<Record<string, unknown>>

/**
 * An evening with many doors, each of which scans for a minute, one scan after the other.
 *
 * @param scans one for each scan, all of which admit
 */
export async function measureDoors(ask: Ask, url: string, token: string, scans: object[]): Promise<Bar> {
  const opened = Array.from({ length: doors }, (_, n) =>
    ask(url, `/api/v1/events/${passEvent}/doors`, { name: `Door ${n}` }, token),
  )
  const ids = (await Promise.all(opened)).map(({ id }) => id)
  const turns = Math.min(mostScansEach, Math.floor(scans.length / doors))
  const every = minute / turns
  const took: number[] = []
  const standAt = async (id: unknown, n: number) => {
    const from = performance.now() + (n / doors) * every
    for (let turn = 0; turn < turns; turn++) {
      await pause(Math.max(0, from + turn * every - performance.now()))
      const started = performance.now()
      const scan = scans[n * turns + turn] ?? {}
      const { verdict } = await ask(url, `/api/v1/doors/${id}/scans`, scan, token)
      if (verdict !== 'admitted') throw new Error(`a scan is ${verdict}`)
      took.push(performance.now() - started)
    }
  }
  await Promise.all(ids.map(standAt))
  const p95 = took.toSorted((a, b) => a - b)[Math.floor(took.length * 0.95)] ?? Number.NaN
  const count = took.length.toLocaleString('en')
  return {
    what: `${count} scans in a minute at ${doors} doors: p95 ${p95.toFixed(1)} ms (under ${most})`,
    met: p95 < most,
  }
}
