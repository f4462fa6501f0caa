import type pg from 'pg'
import { reliable } from './client.ts'
import { addressFor, loadPg } from './pg.ts'

interface PoolOptions {
  /** Maximum number of connections. */
  connections?: number
  /** Milliseconds for opening one: attempts made during an outage must not outlast it. */
  connectTimeout?: number
}

/** Connection pool; broken connections are replaced when one is needed. */
export function openPool(url: string, { connections = 10, connectTimeout = 5000 }: PoolOptions): pg.Pool {
  const pg = loadPg()
  /** 64-bit integers here are ids, counts and milliseconds: all are exact as JavaScript numbers. */
  const numbers = {
    getTypeParser: (type: number, format?: 'text' | 'binary') =>
      type === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(type, format as 'text'),
  }
  const pool = new pg.Pool({
    Client: reliable(pg.Client),
    connectionString: addressFor(url),
    max: connections,
    connectionTimeoutMillis: connectTimeout,
    keepAlive: true,
    types: numbers as never,
  })
  // Errors of idle connections; without a listener they would end the process.
  pool.on('error', () => {})
  return pool
}
