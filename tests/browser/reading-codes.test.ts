import { generateKeyPairSync, randomBytes } from 'node:crypto'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { encodeCode } from '#events/passes/code.ts'
import { qrCodeSvg } from '#lib/qr-code.ts'
import { readFrame } from '../support/read-code.ts'

const [width, height] = [640, 480]
/** As a fraction of the frame's width. */
const share = 0.28

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
  expect(await readFrame({ data: await frameOf(text, angle), width, height })).toBe(text)
})

test('no code is found where there is none', async () => {
  const data = Uint8ClampedArray.from(randomBytes(width * height * 4))
  expect(await readFrame({ data, width, height })).toBeNull()
})
