import { deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { countOf } from '../../accounts/reading.ts'
import { join } from '../../support/people.ts'
import { startApp } from '../../support/world.ts'
import { onTheWay, photo, pictureOf, plain, sending, stored } from '../uploading.ts'

const world = await startApp()
const mia = await join(world, 'mia')
const { byApi, byPage } = sending(world, mia)

const none = 'A picture is a JPEG, PNG, WebP, GIF or AVIF file. This file is none of them.'
const pixels = 'This picture has too many pixels: 40 million at most'
const broken = 'This picture is damaged or cut off.'

const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'

/** A PNG of one colour, as zeros compress to nearly nothing. */
function png(width: number, height: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  // One bit for each pixel.
  header[8] = 1
  const rows = deflateSync(Buffer.alloc((Math.ceil(width / 8) + 1) * height), { level: 9 })
  const signature = Buffer.from('89504e470d0a1a0a', 'hex')
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))])
}

function chunk(type: string, content: Buffer): Buffer {
  const [size, sum, named] = [Buffer.alloc(4), Buffer.alloc(4), Buffer.concat([Buffer.from(type), content])]
  size.writeUInt32BE(content.length)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([size, named, sum])
}

const { crc32 } = process.getBuiltinModule('node:zlib')

async function refused(picture: Buffer, sentence: string): Promise<void> {
  const { status, body } = await byApi(picture, undefined, 'picture.png')
  expect([status, body.errors]).toEqual([422, [{ field: 'picture', message: expect.stringContaining(sentence) }]])
  expect(await pictureOf(world, mia)).toBeNull()
  expect(await countOf(world, 'files')).toBe(0)
  expect(await stored(world)).toEqual([])
  await expect.poll(() => onTheWay(world)).toEqual([])
}

describe('no picture is', () => {
  test.each([
    ['SVG called PNG', svg],
    ['SVG behind a declaration', `<?xml version="1.0"?>\n${svg}`],
    ['HTML called PNG', '<!doctype html><script>alert(1)</script>'],
    ['a PDF', '%PDF-1.7\n'],
    ['text', 'hello'],
    ['an iPhone’s HEIC', '\0\0\0\x18ftypheic\0\0\0\0'],
  ])('%s', (_what, content) => refused(Buffer.from(content, 'latin1'), none))

  test.each([
    ['a script that begins like a GIF', Buffer.from('GIF89a=1;alert(1)//')],
    ['SVG that begins like a PNG', Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from(svg)])],
    ['a signature alone', Buffer.from('ffd8ff', 'hex')],
    ['an AVIF without a picture', Buffer.from('\0\0\0\x18ftypavif\0\0\0\0', 'latin1')],
  ])('%s', (_what, content) => refused(content, broken))

  test('a JPEG that is cut off', async () => {
    const whole = await sharp({
      create: { ...plain(800, 600).create, noise: { type: 'gaussian', mean: 128, sigma: 30 } },
    })
      .jpeg()
      .toBuffer()
    await refused(whole.subarray(0, whole.length / 2), broken)
  })

  test('one of 20,000 by 20,000 pixels, which takes 49 kB', () => refused(png(20_000, 20_000), pixels))

  test('an animation of many large frames, a long strip, or an AVIF whose decoder takes too much', async () => {
    await refused(png(1, 40_000_001), pixels)
    await refused(await sharp(plain(3000, 3000)).avif({ effort: 0 }).toBuffer(), pixels)
  })
})

test('one of just below 40 million pixels is taken', async () => {
  await byApi(png(7_900, 5_000)).expect(200)
  await mia.api.delete('/me/picture').expect(204)
})

test('a file that is too large is refused on the form, which says so at its field', async () => {
  const { text } = await byPage(Buffer.alloc(10_000_001, 'x')).expect(422)
  expect(text).toContain('id="picture-error"')
  expect(text).toContain('This file is too large: a picture can have at most 10 MB.')
  await expect.poll(() => onTheWay(world)).toEqual([])
})

test.each(['png', 'webp', 'gif', 'avif'] as const)('a picture can be a file of type %s', async (type) => {
  await byApi(
    await sharp(await photo(64, 64))
      .toFormat(type)
      .toBuffer(),
  ).expect(200)
})
