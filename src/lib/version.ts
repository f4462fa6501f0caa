import { readFileSync } from 'node:fs'

/** The version in package.json, which the program tells wherever somebody may ask for it. */
export const version: string = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version
