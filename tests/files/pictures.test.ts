import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { countOf } from '../accounts/reading.ts'
import { join } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { onTheWay, photo, pictureOf, sending, stored } from './uploading.ts'

const world = await startApp()
const mia = await join(world, 'mia')
const ben = await join(world, 'ben', 'assistant')
const { byApi, byPage } = sending(world, mia)

async function nothingMoreThan(rows: number): Promise<void> {
  await expect.poll(() => onTheWay(world)).toEqual([])
  expect(await countOf(world, 'files')).toBe(rows)
  expect(await stored(world)).toHaveLength(2 * rows)
}

describe('a profile picture', () => {
  test('is cut to a square of two sizes, without anything that the file said of itself', async () => {
    const camera = { IFD0: { Model: 'Secret Camera' }, IFD3: { GPSLatitude: '52/1 30/1 0/1' } }
    const tall = await sharp(await photo(300, 900))
      .withExif(camera)
      .toBuffer()
    await byApi(tall).expect(200)
    const id = await pictureOf(world, mia)
    for (const [address, side] of [
      [`/files/${id}`, 400],
      [`/files/${id}/small`, 128],
    ] as const)
      for (const answer of [await ben.pages.get(address).expect(200), await ben.api.get(address).expect(200)]) {
        expect(await sharp(answer.body).metadata()).toMatchObject({ format: 'webp', width: side, height: side })
        expect(answer.body.includes('Secret Camera')).toBe(false)
        expect(answer.headers).toMatchObject({
          'content-type': 'image/webp',
          'cache-control': 'private, max-age=31536000, immutable',
          'x-content-type-options': 'nosniff',
        })
      }
    await nothingMoreThan(1)
  })

  test('is turned as the camera was held', async () => {
    const halves = sharp({ create: { width: 200, height: 100, channels: 3, background: '#fff' } })
    const black = await sharp({ create: { width: 100, height: 100, channels: 3, background: '#000' } })
      .png()
      .toBuffer()
    const lying = await halves
      .composite([{ input: black, left: 0, top: 0 }])
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer()
    await byApi(lying).expect(200)
    const { body } = await mia.api.get(`/files/${await pictureOf(world, mia)}`).expect(200)
    const corner = async (top: number) => {
      const area = { left: 200, top, width: 1, height: 1 }
      return (await sharp(body).extract(area).raw().toBuffer())[0] as number
    }
    expect(await corner(20)).toBeLessThan(60)
    expect(await corner(380)).toBeGreaterThan(200)
  })

  test('takes the place of the one before, and the icon the place of both', async () => {
    await byApi(await photo()).expect(200)
    const first = await pictureOf(world, mia)
    await byPage(await photo(500, 500)).expect(303)
    const second = await pictureOf(world, mia)
    expect(second).not.toBe(first)
    await mia.api.get(`/files/${first}`).expect(404)
    await mia.api.delete('/me/picture').expect(204)
    await mia.api.delete('/me/picture').expect(204)
    expect(await pictureOf(world, mia)).toBeNull()
    await mia.api.get(`/files/${second}`).expect(404)
  })

  test('is nobody’s who is not logged in', async () => {
    await byApi(await photo()).expect(200)
    const id = await pictureOf(world, mia)
    await world.visitor().get(`/files/${id}`).expect(404)
    await world.api().get(`/api/v1/files/${id}/small`).expect(404)
  })

  test('sent twice with one key is stored once, and with other content refused', async () => {
    const picture = await photo(640, 480)
    const first = await byApi(picture, 'one-picture').expect(200)
    const before = await countOf(world, 'files')
    expect((await byApi(picture, 'one-picture').expect(200)).body).toEqual(first.body)
    expect((await byApi(await photo(480, 640), 'one-picture').expect(422)).body.code).toBe('idempotency_key_reused')
    await byPage(picture, 'of-the-form').expect(303)
    const id = await pictureOf(world, mia)
    await byPage(picture, 'of-the-form').expect(303)
    expect(await pictureOf(world, mia)).toBe(id)
    expect(await countOf(world, 'files')).toBe(before)
  })

  test('sent many times at once with one key is stored once', async () => {
    const picture = await photo(200, 200)
    const answers = await Promise.all(Array.from({ length: 6 }, () => byApi(picture, 'at-once')))
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(200))
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1)
  })
})
