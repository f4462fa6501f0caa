import { lstatSync, readlinkSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

export type Engine = 'sqlite' | 'postgres'

export const engineOf = (url: string): Engine => (url.startsWith('file:') ? 'sqlite' : 'postgres')

/** The file of a `file:` URL; null for another engine. */
export const sqlitePath = (url: string): string | null =>
  engineOf(url) === 'sqlite' ? fileBehind(url.slice('file:'.length)) : null

/** Resolves symbolic links: SQLite keeps its other files beside the file itself, not beside the link. */
const fileBehind = (path: string): string =>
  lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()
    ? fileBehind(resolve(dirname(path), readlinkSync(path)))
    : path
