import { expect, test } from 'vitest'
import { z } from 'zod'
import { apiRoutes } from '../../src/app.ts'
import { joinConfirmed } from '../support/people.ts'
import { startApp } from '../support/world.ts'

const world = await startApp()
const kim = await joinConfirmed(world, 'kim')

test.each(['/me?limit=5', '/queues?queue=open', '/events/1/invitations?cursor=x', '/live?tickets=1'])(
  'a parameter that there is not is refused by its name: %s',
  async (address) => {
    const { body } = await kim.api.get(address).expect(400)
    const [, name] = /\?(\w+)=/.exec(address) ?? []
    expect(body).toMatchObject({ errors: [{ field: name, message: 'This field is not known here.' }] })
  },
)

test('so is a field of what takes none, such as a reason that would be lost', async () => {
  const { body } = await kim.api.post('/me/email-confirmation', { reason: 'x' }).expect(422)
  expect(body).toMatchObject({ errors: [{ field: 'reason', message: 'This field is not known here.' }] })
  expect(apiRoutes.filter(({ method, body }) => method !== 'get' && !body)).toEqual([])
})

test('every operation refuses them, and fields that it does not name, also within lists', async () => {
  const known = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  const open = apiRoutes.flatMap(({ method, path, query, body }) =>
    [query, body].flatMap((schema) => (schema ? openIn(known(schema)).map((at) => `${method} ${path} ${at}`) : [])),
  )
  // A browser may put more into a passkey's answer; records by id or kind are checked by the program.
  expect(open.filter((name) => !/passkey|\.answers$|^put \/notifications\/choices $/.test(name))).toEqual([])
})

/** The paths of objects that accept any member. */
function openIn(value: unknown, at = ''): string[] {
  if (typeof value !== 'object' || value === null) return []
  const { type, additionalProperties } = value as { type?: unknown; additionalProperties?: unknown }
  const inside = Object.entries(value).flatMap(([name, inner]) =>
    openIn(inner, /^(properties|items|anyOf|allOf|\d+)$/.test(name) ? at : `${at}.${name}`),
  )
  return type === 'object' && additionalProperties !== false ? [at, ...inside] : inside
}

test('a stream is of one thing', async () => {
  const { body } = await kim.api.get('/live?event=1&only=notifications').expect(400)
  expect(body.errors).toEqual([{ field: '', message: 'Ask for one of these at a time.' }])
})
