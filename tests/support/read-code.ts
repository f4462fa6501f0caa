import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import { readerOptions } from '../../public/modules/scanner/reader-options.js'

let ready: Promise<unknown> | undefined

/** The reader's WebAssembly is loaded from the package; the library would fetch it. */
function prepare(): Promise<unknown> {
  const file = fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm'))
  const wasmBinary = Uint8Array.from(readFileSync(file)).buffer
  return prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true })
}

export interface Frame {
  data: Uint8ClampedArray
  width: number
  height: number
}

/** The code that the door's scanner reads in a camera frame; null for none. */
export async function readFrame(frame: Frame): Promise<string | null> {
  ready ??= prepare()
  await ready
  const [found] = await readBarcodes(frame as ImageData, { ...readerOptions, formats: ['QRCode'] })
  return found?.text ?? null
}

/** The same for a picture, such as a screenshot. */
export async function readPicture(picture: Buffer): Promise<string | null> {
  const { data, info } = await sharp(picture).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  return readFrame({ data: Uint8ClampedArray.from(data), width: info.width, height: info.height })
}
