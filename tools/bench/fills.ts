import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadConfig } from '#config'
import { hashPassword } from '#people/accounts/passwords.ts'
import { threads } from '../demo/threads.ts'
import { fillDesk } from './desk.ts'
import { Files } from './files.ts'
import { Server } from './servers.ts'
import { password, settings } from './settings.ts'

export const folder = join(tmpdir(), 'supportme-bench')
/** The files that determine the rows. */
const filling = [
  ...['desk.ts', 'random.ts', 'tables.ts'].map((name) => join(import.meta.dirname, name)),
  ...['han-folding.ts', 'han-variants.ts', 'spelling.ts', 'word-runs.ts', 'searched-words.ts'].map((name) =>
    join(import.meta.dirname, '../../src/lib', name),
  ),
]
const migrations = join(import.meta.dirname, '../../migrations')

/** Changes with the schema and with the generated rows; databases with another key are outdated. */
function fillKey(): string {
  const hash = createHash('sha256')
  const files = [...readdirSync(migrations).map((name) => join(migrations, name)), ...filling]
  for (const file of files.sort()) hash.update(readFileSync(file))
  return hash.update(JSON.stringify(threads)).digest('hex').slice(0, 10)
}

const key = fillKey()
const nameAt = (size: number) => `bench_${size}_${key}`

export class Fills {
  readonly #store

  constructor(server: string | null) {
    mkdirSync(folder, { recursive: true })
    if (!server) forgetOldFills()
    this.#store = server ? new Server(server) : new Files(folder)
  }

  /** A desk of this size for one run, as a DATABASE_URL. */
  async copyOf(size: number): Promise<string> {
    const name = nameAt(size)
    if (!(await this.#store.has(name))) await this.#fill(name, size)
    return this.#store.copy(name)
  }

  async #fill(name: string, size: number): Promise<void> {
    process.stderr.write(`filling ${size.toLocaleString('en')} tickets … `)
    const started = performance.now()
    const hash = await hashPassword(loadConfig(settings('file:unused', 0)), password)
    await this.#store.fill(name, (put) => fillDesk(size, Date.now(), hash, put))
    process.stderr.write(`${((performance.now() - started) / 1000).toFixed(1)} s\n`)
  }

  async drop(size: number): Promise<void> {
    await this.#store.drop(nameAt(size))
  }

  async close(): Promise<void> {
    await this.#store.close()
  }
}

const day = 24 * 3_600_000

/** Outdated databases are deleted after a day: a colleague may work on another branch. */
function forgetOldFills(): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    if (!name.includes(key) && statSync(path).mtimeMs < Date.now() - day) rmSync(path, { force: true })
  }
}
