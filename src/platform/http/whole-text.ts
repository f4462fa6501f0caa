import zlib from 'node:zlib'
import compression from 'compression'
import type { Request, Response } from 'express'

/** Bytes. Less is not worth it; more is left to the compression that works in pieces and lets others in between. */
const [least, most] = [1024, 256 * 1024]

/**
 * How each encoding is made, the quickest first. One call for a whole page of 15 kB takes a third of the processor time
 * of a stream; zstd another third less than Brotli, for 5 to 10 percent more bytes.
 */
const encoders: [string, (content: Buffer) => Buffer][] = [
  ['zstd', (content) => zlib.zstdCompressSync(content)],
  [
    'br',
    (content) =>
      zlib.brotliCompressSync(content, {
        params: {
          [zlib.constants.BROTLI_PARAM_QUALITY]: 4,
          [zlib.constants.BROTLI_PARAM_SIZE_HINT]: content.length,
          [zlib.constants.BROTLI_PARAM_LGWIN]: 16,
        },
      }),
  ],
  ['gzip', (content) => zlib.gzipSync(content, { level: 4 })],
]

/** A page is far smaller than the 4 MB that Brotli would keep in view, and allocate for each answer, by itself. */
const inPieces = compression({
  brotli: { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 4, [zlib.constants.BROTLI_PARAM_LGWIN]: 16 } },
})

/** Has what is sent from now on compressed piece by piece, where its type is worth it. */
const compressPieces = (req: Request, res: Response): void => void inPieces(req, res, () => {})

export function sendStream(req: Request, res: Response, { start }: { start: (res: Response) => void }): void {
  compressPieces(req, res)
  start(res)
}

/** Sends a page or a JSON document, compressed in one go by what the client accepts (RFC 9110, 12.5.3). */
export function sendText(req: Request, res: Response, type: 'html' | 'json', text: string): void {
  const content = Buffer.from(text)
  res.type(type).vary('accept-encoding')
  if (content.length > most) compressPieces(req, res)
  if (content.length < least || content.length > most || req.method === 'HEAD') return void res.send(content)
  const accepted = req.acceptsEncodings()
  const [encoding, encode] = encoders.find(([name]) => accepted.includes(name)) ?? []
  if (!encoding || !encode) return void res.send(content)
  res.set('content-encoding', encoding).send(encode(content))
}
