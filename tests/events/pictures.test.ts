import { expect, test } from 'vitest'
import { join } from '../support/people.ts'
import { smallestPicture } from '../support/pictures.ts'
import { dayFromNow, startHouse } from './stage.ts'

const { world, host, kim, create } = await startHouse()
const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')

const byPage = (id: number, file: Buffer, by = host) =>
  by.pages.post(`/events/${id}/picture`).attach('picture', file, 'picture.png').redirects(0)
const byApi = (id: number, file: Buffer, by = host) =>
  world
    .api()
    .put(`/api/v1/events/${id}/picture`)
    .set('Authorization', `Bearer ${by.token}`)
    .attach('picture', file, 'picture.png')
const pictureOf = async (id: number) => (await kim.api.get(`/events/${id}`).expect(200)).body.picture

test('an event shows the picture that it was given, by either door, its copies too; until it is removed', async () => {
  const id = await create()
  await byPage(id, smallestPicture).expect(303)
  const first = await pictureOf(id)
  for (const small of ['', '/small']) await world.api().get(`/api/v1${first}${small}`).expect(200)
  expect((await kim.pages.get(`/events/${id}`)).text).toContain('class="event-picture"')
  const { body } = await host.api.post(`/events/${id}/copies`, { until: dayFromNow(world, 14) }).expect(200)
  expect(await pictureOf(body.event_ids[0])).toBe(first)

  expect((await byApi(id, smallestPicture).expect(200)).body.picture).not.toBe(first)
  await host.pages.post(`/events/${id}/picture/removal`).type('form').send({}).expect(303)
  expect([await pictureOf(id), await pictureOf(body.event_ids[0])]).toEqual([null, first])
})

test('taking away a picture that there is not is no change of the event', async () => {
  const id = await create()
  await host.api.delete(`/events/${id}/picture`).expect(204)
  const boss = await join(world, 'boss', 'admin')
  const { entries } = (await boss.api.get(`/admin/audit?entity=event&entity_id=${id}`).expect(200)).body
  expect(entries.map(({ action }: { action: string }) => action)).toEqual(['event_created'])
})

test('a file that is no picture is refused at its field, and only the host can set one', async () => {
  const id = await create()
  const sentence = 'This file is none of them.'
  expect((await byApi(id, svg).expect(422)).body.errors).toEqual([
    { field: 'picture', message: expect.stringContaining(sentence) },
  ])
  const { text } = await byPage(id, svg).expect(422)
  expect(text).toContain('id="picture-error"')
  expect(text).toContain(sentence)
  await byApi(id, smallestPicture, kim).expect(403)
  await host.api.post(`/events/${id}/cancellation`, {}).expect(200)
  await byApi(id, smallestPicture).expect(409)
  expect(await pictureOf(id)).toBeNull()
})
