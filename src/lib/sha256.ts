import { createHash } from 'node:crypto'

/** In base64url. Also used to store secrets that are long and random: a slow hash would add nothing. */
export const sha256 = (content: string | Buffer) => createHash('sha256').update(content).digest('base64url')
