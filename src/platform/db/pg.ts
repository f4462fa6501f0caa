import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** The driver, loaded where PostgreSQL is used: the embedded database starts quicker and smaller without it. */
export const loadPg = () => require('pg') as typeof import('pg')
