import { resolve } from 'node:path'

/** Resolves a typed path: npm runs scripts in the project's folder, wherever it was called. */
export const typedPath = (path: string) => resolve(process.env.INIT_CWD ?? '.', path)
