import { expect, test } from 'vitest'
import { book, startHouse } from '../events/stage.ts'

const statements: string[] = []
const { kim, create } = await startHouse({ onStatement: ({ query }) => statements.push(query.sql) })

await book(kim, await create())
const [{ id }] = (await kim.api.get('/passes')).body.passes
const { showing } = (await kim.api.post(`/passes/${id}/showings`).expect(201)).body

async function statementsOf(act: () => PromiseLike<unknown>): Promise<string[]> {
  statements.length = 0
  await act()
  return statements.filter((text) => !/^(begin|commit)/i.test(text))
}

test('the next codes take one statement beside that of the session', async () => {
  const taken = await statementsOf(() => kim.api.post(`/passes/${id}/showings/${showing}/codes`).expect(200))
  expect(taken, taken.join('\n')).toHaveLength(2)
})

test('showing a pass takes a read, an update and an insert, beside the session’s and the log’s', async () => {
  const taken = await statementsOf(() => kim.api.post(`/passes/${id}/showings`).expect(201))
  const log = taken.filter((text) => text.includes('audit_'))
  expect(taken.length - log.length, taken.join('\n')).toBe(4)
})

test('passes come with a booking by one more statement, however many places it has', async () => {
  const event = await create()
  const taken = await statementsOf(() => book(kim, event, { quantity: 4 }))
  expect(taken.filter((text) => text.includes('into "passes"'))).toHaveLength(1)
})
