import { describe, expect, test, vi } from 'vitest'
import { referenceOf } from '#platform/reference/reference.ts'
import { replaceLogo } from '#platform/settings/logo.ts'
import { apiRoutes } from '../../../src/app.ts'
import { join } from '../../support/people.ts'
import { smallestPicture } from '../../support/pictures.ts'
import { startApp } from '../../support/world.ts'

const world = await startApp()
const boss = await join(world, 'boss', 'admin')
const rename = (site_name: string) => boss.api.patch('/admin/settings', { site_name }).expect(200)

describe('the description of the API', () => {
  test('is made once for each name of the site', async () => {
    const routes = vi.fn(() => apiRoutes)
    const read = referenceOf(routes)
    await Promise.all([1, 2, 3].map(() => read(world.ctx)))
    expect(routes).toHaveBeenCalledTimes(1)
    await rename('The Other Desk')
    expect(String((await read(world.ctx)).document.body)).toContain('The Other Desk API')
    expect(routes).toHaveBeenCalledTimes(2)
  })

  test('may be kept, and read by any site; who has it gets it no second time', async () => {
    const { headers, body } = await world.api().get('/api/v1/openapi.json').expect(200)
    expect(body.openapi).toBe('3.1.1')
    const told = {
      'cache-control': 'public, max-age=300',
      'access-control-allow-origin': '*',
      etag: expect.stringMatching(/^W\/"[\w-]+"$/),
    }
    expect(headers).toMatchObject({ ...told, 'content-type': 'application/json; charset=utf-8' })
    const head = await world.api().head('/api/v1/openapi.json').expect(200)
    expect(head.headers).toMatchObject(told)
    const again = await world
      .api()
      .get('/api/v1/openapi.json')
      .set('If-None-Match', headers.etag ?? '')
      .expect(304)
    expect(again.headers).toMatchObject(told)
    await rename('Yet Another Desk')
    await world
      .api()
      .get('/api/v1/openapi.json')
      .set('If-None-Match', headers.etag ?? '')
      .expect(200)
  })
})

describe('the page about the API', () => {
  test('may be kept by who is not logged in, until the desk looks different', async () => {
    const { headers, text } = await world.visitor().get('/api/docs').expect(200)
    expect(headers).toMatchObject({ 'cache-control': 'public, max-age=300', vary: 'cookie, accept-encoding' })
    expect(text).toContain('Log in</a>')
    expect(text).toContain('/api/v1/tickets/{id}')
    const again = () =>
      world
        .visitor()
        .get('/api/docs')
        .set('If-None-Match', headers.etag ?? '')
    await again().expect(304)
    await rename('A Desk With Another Name')
    expect((await again().expect(200)).text).toContain('A Desk With Another Name')
  })

  test('is nobody else’s for who is', async () => {
    const { headers, text } = await boss.pages.get('/api/docs').expect(200)
    expect(headers).toMatchObject({ 'cache-control': 'private, no-store' })
    expect(text).toContain('boss')
    expect(text).toContain('/api/v1/tickets/{id}')
  })
})

test('the logo is read from the database once', async () => {
  for (const end of ['first', 'second']) {
    await replaceLogo(world.ctx, boss.actor, 'logo', Buffer.concat([smallestPicture, Buffer.from(end)]))
    const address = world.ctx.settings.current.site_logo as string
    await world.api().get(address).expect(200)
    const executed = vi.spyOn(world.ctx.db.getExecutor(), 'executeQuery')
    const { headers, body } = await world.api().get(address).expect(200)
    await world.api().get(`${address}-not`).expect(200)
    await world
      .api()
      .get(address)
      .set('If-None-Match', headers.etag ?? '')
      .expect(304)
    expect(executed).not.toHaveBeenCalled()
    executed.mockRestore()
    expect(String(body)).toContain(end)
  }
})
