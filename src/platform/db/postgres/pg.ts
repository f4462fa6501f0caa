import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** The driver, loaded only for PostgreSQL: with SQLite the program starts faster and smaller without it. */
export const loadPg = () => require('pg') as typeof import('pg')

/**
 * An address as the driver takes it. To the driver these modes are verify-full by another name, of which it warns in ten
 * lines for programmers.
 */
export const addressFor = (url: string) =>
  url.includes('uselibpqcompat') ? url : url.replace(/([?&]sslmode=)(prefer|require|verify-ca)(?=&|$)/, '$1verify-full')
