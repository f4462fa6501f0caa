import { parentPort, workerData } from 'node:worker_threads'
import type { Shot } from './targets.ts'

// Sends requests continuously, in a thread of its own, so as not to slow down the measurement.

const { url, shots, lanes } = workerData as { url: string; shots: Shot[]; lanes: number }
/** By status, counted at the first byte: some responses take longer than a round. */
const answered: Record<number, number> = {}
let stopped = false
parentPort?.once('message', () => {
  stopped = true
})

async function send(): Promise<void> {
  for (let n = 0; !stopped; n++) {
    const { path, ...shot } = shots[n % shots.length] as Shot
    const answer = await fetch(url + path, { ...shot, redirect: 'manual' })
    answered[answer.status] = (answered[answer.status] ?? 0) + 1
    for await (const _piece of answer.body ?? []) if (stopped) return
  }
}

await Promise.all(Array.from({ length: lanes }, send))
parentPort?.postMessage(answered)
parentPort?.unref()
