import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { inject, onTestFinished } from 'vitest'
import { freePort } from '../support/network.ts'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** A running program: its output so far, and how it ended. */
export interface Program {
  url: string
  child: ChildProcess
  out: () => string
  err: () => string
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
}

export interface Start {
  /** Its working directory, with its settings and data. */
  folder: string
  env?: Record<string, string>
  command?: [string, ...string[]]
  port?: number
}

/** Starts share a compile cache, as with `npm start`. */
const quick = () => ({ NODE_COMPILE_CACHE: join(inject('folder'), 'compiled') })

/** The machine is shared with many other tests: a slow statement must not be refused. */
const patient = { DATABASE_TIMEOUT: '30000' }

const server: [string, ...string[]] = [process.execPath, join(root, 'src/server.ts')]

/** Starts the program as a separate process, without the tests' environment; it is ended after the test. */
export async function launch({ folder, env = {}, command = server, port }: Start): Promise<Program> {
  const at = port ?? (await freePort())
  const [file, ...args] = command
  const child = spawn(file, args, {
    cwd: folder,
    env: {
      ...quick(),
      ...patient,
      PATH: process.env.PATH ?? '',
      HOME: folder,
      TMPDIR: folder,
      PORT: String(at),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own, to which Ctrl+C sends its signal.
    detached: true,
  })
  const said = { out: '', err: '' }
  child.stdout?.setEncoding('utf8').on('data', (chunk) => (said.out += chunk))
  child.stderr?.setEncoding('utf8').on('data', (chunk) => (said.err += chunk))
  const exited = once(child, 'close').then(([code, signal]) => ({ code, signal }))
  onTestFinished(async () => {
    signalGroup(child, 'SIGKILL')
    await exited
  })
  return { url: `http://127.0.0.1:${at}`, child, out: () => said.out, err: () => said.err, exited }
}

/** Starts it and waits until it listens. */
export async function start(options: Start): Promise<Program> {
  const program = await launch(options)
  await says(program, /ready at|leaves nothing behind/)
  return program
}

/** Waits until the program has printed it on stdout; fails if it ends before. */
export async function says(program: Program, what: RegExp): Promise<void> {
  const { child, out, err } = program
  while (!what.test(out())) {
    const more = await Promise.race([once(child.stdout as NodeJS.EventEmitter, 'data'), program.exited])
    if (!Array.isArray(more) && !what.test(out())) throw new Error(`ended without saying ${what}: ${err()}${out()}`)
  }
}

export async function end(program: Program, signal: NodeJS.Signals = 'SIGTERM') {
  program.child.kill(signal)
  return program.exited
}

/** Ctrl+C in the terminal where it was started. */
export async function interrupt(program: Program) {
  signalGroup(program.child, 'SIGINT')
  return program.exited
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid) process.kill(-pid, signal)
  } catch (error) {
    // All processes of the group have ended.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** A temporary folder for this test, removed after the test's programs have ended. */
export async function ownFolder(): Promise<string> {
  const folder = await mkdtemp(join(inject('folder'), 'process-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

export function refusesConnections(url: string): Promise<boolean> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  return new Promise((resolve) => {
    socket.once('connect', () => resolve(false)).once('error', () => resolve(true))
  }).then((refused) => {
    socket.destroy()
    return refused as boolean
  })
}

/** Polls until it is true; limited by the test's own timeout. */
export async function until(so: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await so())) await pause(10)
}
