import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { freePort } from '../../tests/support/network.ts'
import { binaries, createCluster, environment, type Owner, unprivileged } from '../../tests/support/postgres.ts'

const user = 'supportme'
const password = 'for-this-run-alone'

/** A PostgreSQL server with durable commits, on which faults can be caused. */
export class Cluster {
  readonly url: string
  readonly #start: () => ChildProcess
  #server: ChildProcess

  private constructor(url: string, start: () => ChildProcess) {
    this.url = url
    this.#start = start
    this.#server = start()
  }

  static async create(): Promise<Cluster> {
    const folder = mkdtempSync(join(tmpdir(), 'supportme-chaos-'))
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
    const owner: Owner | null = await unprivileged()
    if (owner) chownSync(folder, owner.uid, owner.gid)
    chmodSync(folder, 0o755)
    const bin = await binaries(folder, owner)
    await createCluster(bin, folder, password, owner)
    const port = await freePort()
    const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', `port=${port}`]
    const flags = settings.flatMap((setting) => ['-c', setting])
    const start = () =>
      spawn(join(bin, 'postgres'), ['-D', join(folder, 'data'), ...flags], {
        ...owner,
        cwd: '/',
        env: environment(),
        stdio: 'ignore',
      })
    const cluster = new Cluster(`postgres://${user}:${password}@127.0.0.1:${port}/postgres`, start)
    process.once('exit', () => cluster.#signal('SIGKILL'))
    await cluster.answers()
    return cluster
  }

  /** Resolves once it accepts connections. */
  async answers(): Promise<void> {
    for (;;) {
      const found = await this.ask('select 1').catch(() => null)
      if (found) return
      await pause(20)
    }
  }

  async ask<Row>(statement: string): Promise<Row[]> {
    const client = new pg.Client({ connectionString: this.url, connectionTimeoutMillis: 2000 })
    client.on('error', () => {})
    await client.connect()
    try {
      return (await client.query(statement)).rows
    } finally {
      await client.end()
    }
  }

  async terminateBackends(): Promise<void> {
    await this.ask(
      "select pg_terminate_backend(pid) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()",
    )
  }

  async setReadOnly(on: boolean): Promise<void> {
    await this.ask(`alter system set default_transaction_read_only = ${on ? 'on' : 'off'}`)
    await this.ask('select pg_reload_conf()')
  }

  freeze = () => this.#signal('SIGSTOP')
  thaw = () => this.#signal('SIGCONT')

  async stop(how: 'SIGINT' | 'SIGKILL'): Promise<void> {
    const ended = once(this.#server, 'exit')
    if (how === 'SIGKILL') this.#signal(how)
    else this.#server.kill(how)
    await ended
  }

  startAgain(): void {
    this.#server = this.#start()
  }

  /** Signals all of its processes; each backend has a session of its own. */
  #signal(signal: NodeJS.Signals): void {
    const { pid } = this.#server
    if (pid === undefined || this.#server.exitCode !== null) return
    for (const one of [pid, ...childrenOf(pid)]) {
      try {
        process.kill(one, signal)
      } catch {
        // It has ended.
      }
    }
  }
}

function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
        return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent
      } catch {
        return false
      }
    })
}
