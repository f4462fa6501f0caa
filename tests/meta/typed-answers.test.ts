import { expect, test } from 'vitest'
import { z } from 'zod'
import { created, nothing, ok, stream } from '#platform/http/answer.ts'
import { api } from '#platform/http/route.ts'

const shared = { summary: '', for: 'anyone' } as const
const counted = { ...shared, answers: { 200: z.object({ count: z.int() }) } } as const

test('what a handler answers has the status and the body that its route declares, or does not compile', () => {
  const routes = [
    api.get('/a', counted, () => ok({ count: 1 })),
    api.get('/a', counted, async () => ok({ count: 1 })),
    api.get('/a', counted, () => stream(() => {})),
    // @ts-expect-error another body
    api.get('/a', counted, () => ok({ count: 'one' })),
    // @ts-expect-error a member is missing
    api.get('/a', counted, async () => ok({})),
    // @ts-expect-error another status
    api.get('/a', counted, () => created('/a/1', { count: 1 })),
    // @ts-expect-error a body where none is declared
    api.get('/a', counted, () => nothing),
    api.post('/a', { ...shared, answers: { 204: null } }, () => nothing),
    // @ts-expect-error no body where one is declared
    api.post('/a', { ...shared, answers: { 204: null } }, () => ok({})),
    api.post('/a', { ...shared, answers: { 200: counted.answers[200], 204: null } }, ({ actor }) =>
      actor ? ok({ count: 1 }) : nothing,
    ),
  ]
  expect(routes).toHaveLength(10)
})
