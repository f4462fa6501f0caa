import { createHash } from 'node:crypto'

/** In base64url. Of a secret that is long and random this is what is stored: nothing is won by hashing it slowly. */
export const sha256 = (content: string | Buffer) => createHash('sha256').update(content).digest('base64url')
