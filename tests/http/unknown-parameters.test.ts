import { expect, test } from 'vitest'
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

test('a stream is of one thing', async () => {
  const { body } = await kim.api.get('/live?event=1&only=notifications').expect(400)
  expect(body.errors).toEqual([{ field: '', message: 'Ask for one of these at a time.' }])
})
