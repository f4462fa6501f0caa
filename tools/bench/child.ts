import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Environment } from '#config'
import { freePort } from '../../tests/support/network.ts'
import { folder } from './fills.ts'
import { settings } from './settings.ts'

const root = join(import.meta.dirname, '../..')

/** A server in a process of its own, started like npm start; its log is discarded. */
export class Child {
  readonly url: string
  readonly #process: ChildProcess
  readonly #started = performance.now()

  private constructor(process: ChildProcess, port: number) {
    this.#process = process
    this.url = `http://127.0.0.1:${port}`
  }

  static async start(
    main: 'src/server.ts' | 'tools/bench/server.ts' | 'tools/bench/pass-twin.ts',
    database: string,
    { args = [], env = {} }: { args?: string[]; env?: Environment } = {},
  ): Promise<Child> {
    const port = await freePort()
    const child = spawn('sh', [join(root, 'tools/launch'), main, ...args], {
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        NODE_OPTIONS: process.env.BENCH_NODE_OPTIONS,
        ...settings(database, port),
        ...env,
      },
      stdio: ['ignore', openSync('/dev/null', 'w'), 'inherit'],
    })
    return new Child(child, port)
  }

  /** @returns the milliseconds from the start of the process to the first response with status 200 */
  async answers(path: string, headers: Record<string, string> = {}): Promise<number> {
    for (;;) {
      if (this.#process.exitCode !== null) throw new Error(`the server ended with status ${this.#process.exitCode}`)
      const answer = await fetch(this.url + path, { headers }).catch(() => null)
      await answer?.arrayBuffer()
      const milliseconds = performance.now() - this.#started
      if (answer?.status === 200) return milliseconds
      if (milliseconds > 60_000) throw new Error(`${path} is answered with status ${answer?.status}`)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }

  /** Resident memory in MB. */
  memory(): number {
    const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${this.#process.pid}/status`, 'utf8'))?.[1]
    return Number(kilobytes) / 1024
  }

  /** Processor time used so far, in milliseconds. */
  processorTime(): number {
    const fields = readFileSync(`/proc/${this.#process.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return (Number(fields[11]) + Number(fields[12])) * 10
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null) return
    const ended = once(this.#process, 'exit')
    this.#process.kill('SIGTERM')
    const late = setTimeout(() => this.#process.kill('SIGKILL'), 5000)
    await ended
    clearTimeout(late)
  }
}
