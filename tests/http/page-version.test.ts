import { expect, test } from 'vitest'
import { join, ticketOf } from '../support/people.ts'
import { startApp } from '../support/world.ts'

const world = await startApp()
const kim = await join(world, 'kim')

test('a page that is fetched again is sent when it shows something else, and only then', async () => {
  const fetchAgain = (version: string) => kim.pages.get('/home').set('if-none-match', version)
  const id = await ticketOf(world, kim, 'A page with a version')
  const first = await fetchAgain('"none"').expect(200)
  const version = String(first.headers.etag)
  world.clock.advance(3 * 60_000)
  const same = await fetchAgain(version).expect(304)
  expect(same.text).toBe('')
  await ticketOf(world, kim, 'Another ticket')
  const changed = await fetchAgain(version).expect(200)
  expect(changed.text).toContain('Another ticket')
  expect(changed.text).toContain(`#${id}`)
  expect((await kim.pages.get('/home').expect(200)).headers.etag).toBeUndefined()
})
