import { expect, test } from 'vitest'
import { joinConfirmed } from '../support/people.ts'
import { startApp } from '../support/world.ts'

const world = await startApp()
const kim = await joinConfirmed(world, 'kim')

test.each(['/me?limit=5', '/staff?limit=5', '/queues?queue=open', '/events/1/invitations?cursor=x', '/live?tickets=1'])(
  'a parameter that there is not is refused by its name: %s',
  async (address) => {
    const { body, status } = await kim.api.get(address)
    const [, name] = /\?(\w+)=/.exec(address) ?? []
    // Who may not see a thing at all is told that first.
    if (address.startsWith('/staff')) return expect(status).toBe(403)
    expect(body).toMatchObject({ status: 400, errors: [{ field: name, message: 'This field is not known here.' }] })
  },
)

test('a stream is of one thing', async () => {
  const { body } = await kim.api.get('/live?event=1&only=notifications').expect(400)
  expect(body.errors).toEqual([{ field: '', message: 'Ask for one of these at a time.' }])
})
