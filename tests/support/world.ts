import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import supertest from 'supertest'
import { afterAll, inject } from 'vitest'
import { type Environment, loadConfig } from '#config'
import type { Context, Features } from '#context'
import type { DatabaseOptions } from '#platform/db/client.ts'
import { closeContext } from '#platform/start/close-context.ts'
import { createApp } from '../../src/app.ts'
import { createContext } from '../../src/open-context.ts'
import { FakeClock } from './clock.ts'
import { freshDatabase } from './database.ts'

export interface AppOptions {
  /** Another app's `database`, to share it; by default a new one. */
  database?: string
  /** Settings in addition to those of every test. */
  env?: Environment
  /** Its name in BASE_URL; passkeys need `localhost`, as browsers give them to names only. */
  host?: '127.0.0.1' | 'localhost'
  clock?: FakeClock
  /** Kinds of jobs in place of the program's own. */
  features?: Features
  /** Used for outgoing HTTP requests. */
  fetch?: typeof globalThis.fetch
  /** Whether passwords are hashed at full cost; by default it is minimal. */
  costlyPasswords?: boolean
  /** Sees every statement, those of heavy reads too. */
  onStatement?: DatabaseOptions['onStatement']
}

export interface World {
  ctx: Context
  clock: FakeClock
  /** Where it listens, as http://127.0.0.1:PORT; for fetch and browsers. */
  url: string
  database: string
  /** A client of the API, without cookies or headers. */
  api: () => ReturnType<typeof supertest>
  /** A visitor of the pages, with cookies and the headers of same-origin requests. */
  visitor: () => ReturnType<typeof supertest.agent>
}

/**
 * The whole program on 127.0.0.1, closed after the file's last test.
 * Call it at the top of a file or in a `describe`, not in a hook or test.
 */
export async function startApp(options: AppOptions = {}): Promise<World> {
  const database = options.database ?? (await freshDatabase())
  const clock = options.clock ?? new FakeClock()
  const server = createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const url = `http://${options.host ?? '127.0.0.1'}:${(server.address() as AddressInfo).port}`
  const given = loadConfig({ ...settings(url, database), ...options.env })
  const config = options.costlyPasswords ? given : { ...given, passwordCost: cheapest }
  const ctx = await createContext(config, {
    clock,
    ...(options.fetch && { fetch: options.fetch }),
    ...(options.features && { features: options.features }),
    // Waiting for the disk would take half of the time, and no test cuts the power.
    database: { throwAway: true, ...(options.onStatement && { onStatement: withoutSettings(options.onStatement) }) },
  })
  server.on('request', createApp(ctx))
  afterAll(() => putAway(server, ctx))
  return {
    ctx,
    clock,
    url,
    database,
    api: () => supertest(url),
    visitor: () => supertest.agent(url).set('Sec-Fetch-Site', 'same-origin'),
  }
}

/** Without the reads of settings that each process makes every two seconds, whatever is being counted meanwhile. */
const withoutSettings =
  (onStatement: NonNullable<DatabaseOptions['onStatement']>): typeof onStatement =>
  (event) =>
    event.query.sql.endsWith(' from "settings"') ? undefined : onStatement(event)

/** 0.2 ms of processor time a hash, instead of 26. */
const cheapest = { memoryCost: 8, timeCost: 1, parallelism: 1 }

const settings = (url: string, database: string): Environment => ({
  NODE_ENV: 'test',
  BASE_URL: url,
  DATABASE_URL: database,
  FILES_DIR: join(inject('folder'), `files-${randomUUID()}`),
  // Tests share the machine with many others: slow statements must not be refused.
  DATABASE_TIMEOUT: '30000',
  SECRET_KEY: 'a secret key for tests alone, of no worth',
  PEPPER: 'a pepper for tests alone, of no worth',
  RATE_LIMITS: 'off',
  MAX_OPEN_TICKETS: '1000',
  EVENTS: 'on',
  MAIL_URL: 'off',
  LOG_LEVEL: 'silent',
})

async function putAway(server: Server, ctx: Context) {
  server.close()
  server.closeAllConnections()
  await closeContext(ctx)
}
