import autocannon from 'autocannon'
import type { Child } from './child.ts'
import type { Shot } from './targets.ts'

/** Measurements of one address under load. */
export class Figures {
  #milliseconds: number[] = []
  #seconds = 0
  #processorTime = 0
  #answers = 0

  add(milliseconds: number[], seconds: number): void {
    for (const each of milliseconds) this.#milliseconds.push(each)
    this.#seconds += seconds
  }

  /** `answers` includes those of the warm-up. */
  addProcessorTime(milliseconds: number, answers: number): void {
    this.#processorTime += milliseconds
    this.#answers += answers
  }

  /** Milliseconds of the server's processor time for each response, which hardly depends on other load of the machine. */
  get processorTime(): number {
    return this.#processorTime / this.#answers
  }

  /** Responses a second. */
  get rate(): number {
    return this.#milliseconds.length / this.#seconds
  }

  percentile(share: number): number {
    const sorted = Float64Array.from(this.#milliseconds).sort()
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
  }
}

const warmUp = 0.3

/** Sends the requests in turn on each connection, each starting with another one; the warm-up does not count. */
export function measure(
  server: Child,
  shots: Shot[],
  connections: number,
  seconds: number,
  into: Figures,
): Promise<void> {
  const { url } = server
  const processorTime = server.processorTime()
  let answers = 0
  return new Promise((resolve, reject) => {
    const started = performance.now()
    const from = started + warmUp * 1000
    const milliseconds: number[] = []
    let last = from
    const requests = shots as autocannon.Request[]
    let first = 0
    const setupClient = (client: autocannon.Client) => {
      client.setRequests([...requests.slice(first), ...requests.slice(0, first)])
      first = (first + 1) % requests.length
    }
    const load = autocannon(
      { url, connections, requests, setupClient, duration: warmUp + seconds, sampleInt: 20 },
      (error, result) => {
        if (error) return reject(error)
        if (result.errors > 0)
          return reject(new Error(`${result.errors} requests to ${shots[0]?.path} were not answered`))
        into.add(milliseconds, (last - from) / 1000)
        into.addProcessorTime(server.processorTime() - processorTime, answers)
        resolve()
      },
    )
    load.on('response', (_client, status, _bytes, took) => {
      if (status < 200 || status > 299) reject(new Error(`${shots[0]?.path} is answered with status ${status}`))
      answers++
      const now = performance.now()
      if (now < from) return
      milliseconds.push(took)
      last = now
    })
  })
}
