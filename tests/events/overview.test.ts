import { expect, test } from 'vitest'
import { pageOf } from '../support/page.ts'
import { startHouse } from './stage.ts'

const { kim, create } = await startHouse()

const read = async (query: string) => {
  const { text } = await kim.pages.get(`/events?${query}`).expect(200)
  return { title: /<title>\s*(.*?)\s*·/s.exec(text)?.[1], found: pageOf(text).all('status').at(-1)?.text }
}

test('what a search has found is counted for who listens, one event as one', async () => {
  await create({ title: 'Tango at noon' })
  expect((await read('q=noon')).found).toBe('1 event.')
  await create({ title: 'Waltz at noon' })
  expect((await read('q=noon')).found).toBe('2 events.')
  expect((await read('q=midnight')).found).toBe('No events.')
})

test('the title of the page says when past events are shown', async () => {
  expect((await read('past=yes')).title).toBe('Past events')
})
