import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Request, Response } from 'express'
import { sha256 } from '#lib/sha256.ts'

/** A body for many clients: hashed once, and compressed once for each encoding. */
export interface StaticContent {
  type: string
  body: Buffer
  hash: string
  compressed: Map<string, Promise<Buffer>>
}

export function staticContent(type: string, content: string | Buffer): StaticContent {
  const body = Buffer.from(content)
  return { type, body, hash: hashOf(body), compressed: new Map() }
}

/** A short hash for addresses and ETags. */
export const hashOf = (content: string | Buffer) => sha256(content).slice(0, 10)

/** Sends the content, or 304 if the client has it; for HEAD without a body. */
export async function sendStatic(
  req: Request,
  res: Response,
  content: StaticContent,
  headers: Record<string, string> = {},
): Promise<void> {
  res.set({ 'content-type': content.type, etag: `W/"${content.hash}"`, ...headers }).vary('accept-encoding')
  const encoding = compressible.test(content.type) ? req.acceptsEncodings('br', 'gzip', 'identity') : 'identity'
  if (encoding === 'br' || encoding === 'gzip')
    res.set('content-encoding', encoding).send(await encoded(content, encoding))
  else res.send(content.body)
}

const compressible = /^text\/|[/+](javascript|json|wasm|xml)\b/

const brotli = promisify(brotliCompress)
/** At the best quality, 11, a megabyte of WebAssembly takes 3.3 s; at 9 it takes 0.13 s. */
const qualityOf = ({ length }: Buffer) => (length > 200_000 ? 9 : 11)

const encoders = {
  br: (content) => brotli(content, { params: { [constants.BROTLI_PARAM_QUALITY]: qualityOf(content) } }),
  gzip: promisify(gzip),
} as Record<'br' | 'gzip', (content: Buffer) => Promise<Buffer>>

function encoded(content: StaticContent, encoding: 'br' | 'gzip'): Promise<Buffer> {
  let body = content.compressed.get(encoding)
  if (!body) {
    body = encoders[encoding](content.body)
    content.compressed.set(encoding, body)
  }
  return body
}
