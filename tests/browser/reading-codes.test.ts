import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { beforeAll, expect, test } from 'vitest'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import { encodeCode } from '#events/passes/code.ts'
import { qrCodeSvg } from '#lib/qr-code.ts'
import { readerOptions } from '../../public/modules/scanner/reader-options.js'

const [width, height] = [640, 480]
/** Of the frame's width. */
const share = 0.28

beforeAll(async () => {
  const file = fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm'))
  await prepareZXingModule({
    overrides: { wasmBinary: Uint8Array.from(readFileSync(file)).buffer },
    fireImmediately: true,
  })
})

const { privateKey } = generateKeyPairSync('ed25519')
const newCode = () => {
  const hex = () => randomBytes(8).toString('hex')
  const [slot_start, hard_end] = [1_800_000_000, 1_800_043_200]
  const numbers = { key_id: 1, event_id: 7, type_number: 2, generation: 1, slot_start, lifetime: 20, hard_end }
  return encodeCode({ ...numbers, public_id: hex(), tag: hex() }, privateKey)
}

/** What a camera sees: the code a little turned and blurred, in dim light, and noise over all. */
async function frameOf(text: string, angle: number): Promise<Uint8ClampedArray<ArrayBuffer>> {
  const code = sharp(Buffer.from(qrCodeSvg(text, Math.round(width * share)))).rotate(angle, { background: '#999' })
  const scene = sharp({ create: { width, height, channels: 4, background: '#777' } })
    .composite([{ input: await code.png({ compressionLevel: 0 }).toBuffer() }])
    .raw()
  const raw = { width, height, channels: 4 } as const
  const dim = await sharp(await scene.toBuffer(), { raw })
    .blur(0.7)
    .linear(0.7, 20)
    .raw()
    .toBuffer()
  const [pixels, noise] = [new Uint8ClampedArray(dim.length), randomBytes(dim.length)]
  for (let n = 0; n < dim.length; n++) pixels[n] = n % 4 === 3 ? 255 : dim.readUInt8(n) + (noise.readUInt8(n) - 127) / 4
  return pixels
}

test.each([0, 7, -11, 18, 90, 135, 180, 201])('a code turned by %i° is read from a noisy frame', async (angle) => {
  const text = newCode()
  const frame = { data: await frameOf(text, angle), width, height, colorSpace: 'srgb' as const }
  const found = await readBarcodes(frame as ImageData, { ...readerOptions, formats: ['QRCode'] })
  expect(found.map((code) => code.text)).toEqual([text])
})

test('no code is found where there is none', async () => {
  const noise = { data: Uint8ClampedArray.from(randomBytes(width * height * 4)), width, height, colorSpace: 'srgb' }
  expect(await readBarcodes(noise as ImageData, { ...readerOptions, formats: ['QRCode'] })).toEqual([])
})
