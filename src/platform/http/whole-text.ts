import { transcode } from 'node:buffer'
import zlib from 'node:zlib'
import compression from 'compression'
import type { Request, Response } from 'express'

/** Characters. Shorter texts are not compressed; longer ones are compressed in pieces, which does not block the event loop. */
const [least, most] = [1024, 256 * 1024]

/**
 * The encodings, fastest first. One call for a whole page of 15 kB takes a third of the processor time of a stream;
 * zstd another third less than Brotli, for 5 to 10 percent more bytes.
 */
const encoders: [string, (content: Buffer) => Buffer][] = [
  // Level 2: 3 percent more bytes than level 3, in 0.6 of its time (112 instead of 195 µs for a ticket of 49 kB).
  ['zstd', (content) => zlib.zstdCompressSync(content, { params: { [zlib.constants.ZSTD_c_compressionLevel]: 2 } })],
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

/** By default Brotli would allocate a window of 4 MB for each response, much larger than a page. */
const inPieces = compression({
  brotli: { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 4, [zlib.constants.BROTLI_PARAM_LGWIN]: 16 } },
})

/** Compresses the rest of the response piece by piece, if its type is worth it. */
const compressPieces = (req: Request, res: Response): void => void inPieces(req, res, () => {})

export function sendStream(req: Request, res: Response, { start }: { start: (res: Response) => void }): void {
  compressPieces(req, res)
  start(res)
}

/**
 * Each text is written into this buffer before it is compressed. A new buffer for each would take five times as long,
 * and cause twice as many full garbage collections, as Node's compressor holds on to it until the next one.
 */
const bytes = Buffer.allocUnsafeSlow(3 * most)

/** Sends a page or a JSON document, compressed at once by what the client accepts (RFC 9110, 12.5.3). */
export function sendText(req: Request, res: Response, type: 'html' | 'json', text: string): void {
  res.type(type).vary('accept-encoding')
  const encoder = text.length < least || text.length > most ? undefined : encoderFor(req)
  if (!encoder) {
    if (text.length > most) compressPieces(req, res)
    return void res.send(Buffer.from(text))
  }
  const [encoding, encode] = encoder
  res.set('content-encoding', encoding).send(encode(utf8Of(text)))
}

/**
 * For a text with a single character beyond Latin-1, V8's own encoder takes three times as long: 126 instead of 39 µs
 * for 37 kB. The result of `transcode` is copied, so that the compressor holds on to no memory but `bytes`.
 */
function utf8Of(text: string): Buffer {
  let length: number
  try {
    length = transcode(bytes.subarray(0, bytes.write(text, 'utf16le')), 'utf16le', 'utf8').copy(bytes)
  } catch {
    // A lone surrogate has no UTF-8: V8 writes U+FFFD instead.
    length = bytes.write(text)
  }
  return bytes.subarray(0, length)
}

function encoderFor(req: Request) {
  if (req.method === 'HEAD') return undefined
  const accepted = req.acceptsEncodings()
  return encoders.find(([name]) => accepted.includes(name))
}
