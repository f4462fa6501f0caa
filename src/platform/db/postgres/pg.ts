import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** The driver, loaded only for PostgreSQL: with SQLite the program starts faster and smaller without it. */
export const loadPg = () => require('pg') as typeof import('pg')
