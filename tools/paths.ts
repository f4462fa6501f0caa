import { resolve } from 'node:path'

/** A path that somebody has typed: npm runs a script in the project's folder, wherever it was called. */
export const typedPath = (path: string) => resolve(process.env.INIT_CWD ?? '.', path)
