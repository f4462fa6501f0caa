import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '../../tests/support/network.ts'

const root = join(import.meta.dirname, '../..')
const settings = {
  SECRET_KEY: 'a secret key for this run alone',
  PEPPER: 'a pepper for this run alone',
  RATE_LIMITS: 'off',
  MAX_OPEN_TICKETS: '1000000',
}

export interface Program {
  name: string
  url: string
  child: ChildProcess
}

/** Starts a server or a worker; its log goes into `folder`. */
export async function launch(name: string, main: string, database: string, folder: string): Promise<Program> {
  const port = await freePort()
  const env = { PATH: process.env.PATH, ...settings, DATABASE_URL: database, PORT: String(port), WORKER: 'apart' }
  const child = spawn(process.execPath, [join(root, main)], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const log = createWriteStream(join(folder, `${name}.log`))
  child.stdout?.pipe(log)
  child.stderr?.pipe(log)
  process.once('exit', () => child.kill('SIGKILL'))
  return { name, url: `http://127.0.0.1:${port}`, child }
}

export async function untilReady({ url }: Program): Promise<void> {
  while ((await fetch(`${url}/readyz`).catch(() => null))?.status !== 200) await pause(100)
}
