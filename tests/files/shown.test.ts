import { describe, expect, test } from 'vitest'
import { writeMessage } from '#desk/tickets/messages.ts'
import { deleteAccount } from '#people/privacy/deletion.ts'
import { countOf } from '../accounts/reading.ts'
import { workOff } from '../support/letters.ts'
import { join, ticketOf } from '../support/people.ts'
import { givePicture } from '../support/pictures.ts'
import { startApp } from '../support/world.ts'
import { pictureOf, stored } from './uploading.ts'

const world = await startApp()
const mia = await join(world, 'mia')
const ben = await join(world, 'ben', 'assistant')
const boss = await join(world, 'boss', 'admin')
const ticket = await ticketOf(world, mia)
await writeMessage(world.ctx, ben.actor, ticket, 'We shall look for it.')

describe('an uploaded picture', () => {
  test('is shown wherever its person is', async () => {
    const [id, his] = [await givePicture(world, mia), await givePicture(world, ben)]
    const small = (picture: string) => `src="/files/${picture}/small"`
    const pages: [string, string[]][] = [
      ['/home', [small(his)]],
      [`/tickets/${ticket}`, [small(id), small(his)]],
      ['/people/mia', [`src="/files/${id}"`]],
    ]
    for (const [address, shown] of pages) {
      const { text } = await ben.pages.get(address).expect(200)
      for (const picture of shown) expect(text, address).toContain(picture)
    }
    expect((await mia.pages.get('/profile').expect(200)).text).toContain(`src="/files/${id}"`)
    for (const address of ['/admin/accounts', `/admin/accounts/${mia.id}`])
      expect((await boss.pages.get(address).expect(200)).text).toContain(`/files/${id}`)
    const picture = `/files/${id}`
    expect((await ben.api.get(`/accounts/${mia.id}`)).body).toMatchObject({ picture })
    expect((await ben.api.get(`/tickets/${ticket}`)).body.customer).toMatchObject({ picture })
    expect((await mia.api.get('/me/data')).body.account).toMatchObject({ picture })
  })

  test('is taken away by an admin where it is unsuitable, by page and API', async () => {
    await givePicture(world, mia)
    const path = `/admin/accounts/${mia.id}/picture`
    await boss.pages.post(`${path}/removal`).redirects(0).expect(303)
    expect(await pictureOf(world, mia)).toBeNull()
    await givePicture(world, mia)
    await boss.api.delete(path).expect(204)
    expect(await pictureOf(world, mia)).toBeNull()
    const changes = world.ctx.db.selectFrom('audit_entries').select(['actor_id', 'entity_id', 'after'])
    expect(await changes.where('action', '=', 'account_renamed').execute()).toEqual(
      Array(2).fill({ actor_id: boss.id, entity_id: mia.id, after: '{"changed":["picture"]}' }),
    )
  })

  test('goes with its person', async () => {
    const before = await countOf(world, 'files')
    const id = await givePicture(world, mia)
    await deleteAccount(world.ctx, boss.id, mia.id)
    await workOff(world)
    expect(await countOf(world, 'files')).toBe(before)
    expect((await stored(world)).filter((name) => name.startsWith(id))).toEqual([])
  })
})
