import type pg from 'pg'
import { loadPg } from './pg.ts'
import { reliable } from './postgres-client.ts'

interface PoolOptions {
  /** How many at most. */
  connections?: number
  /** Milliseconds for opening one: attempts that began during an outage must not outlast it. */
  connectTimeout?: number
}

/** Connections to PostgreSQL; one that breaks is replaced by another when it is needed. */
export function openPool(url: string, { connections = 10, connectTimeout = 5000 }: PoolOptions): pg.Pool {
  const pg = loadPg()
  /** 64-bit integers hold ids, counts and milliseconds here: all exact in a JavaScript number. */
  const numbers = {
    getTypeParser: (type: number, format?: 'text' | 'binary') =>
      type === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(type, format as 'text'),
  }
  const pool = new pg.Pool({
    Client: reliable(pg.Client),
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: connectTimeout,
    keepAlive: true,
    types: numbers as never,
  })
  // Of an idle connection; without a listener it would end the process.
  pool.on('error', () => {})
  return pool
}
