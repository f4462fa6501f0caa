import { describe, expect, test } from 'vitest'
import { textOf } from '../accounts/reading.ts'
import { join } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { post } from './desk.ts'

const world = await startApp()
const boss = await join(world, 'boss', 'admin')
const patch = (change: object) => boss.api.patch('/admin/settings', change)

describe('the colour', () => {
  test('is served as a stylesheet that every page links, under an address of its own', async () => {
    await boss.pages.get('/home').expect(({ text }) => expect(text).not.toContain('/theme.css'))
    await patch({ site_color: '#0F766E' }).expect(200)
    const { text } = await world.visitor().get('/login').expect(200)
    const address = /href="(\/theme\.css\?v=[\w-]+)"/.exec(text)?.[1] ?? ''
    const css = await world
      .api()
      .get(address)
      .expect(200)
      .expect('content-type', /text\/css/)
    expect(css.text).toBe(':root { --accent: #0f766e; }\n')
    expect(css.headers['cache-control']).toContain('immutable')
    expect((await world.api().get('/theme.css?v=old')).headers['cache-control']).not.toContain('immutable')
    await patch({ site_color: '#1a5276' }).expect(200)
    expect((await world.visitor().get('/login')).text).not.toContain(address)
    await patch({ site_color: null }).expect(200)
    expect((await world.api().get('/theme.css').expect(200)).text).toBe('')
  })

  test.each([
    ['#ffff00', '1 to 1'],
    ['#FFFFFF', '1 to 1'],
    ['#ff5722', '3.1 to 1'],
  ])('%s is refused with the figures and one that will do', async (site_color, figure) => {
    const { body } = await patch({ site_color }).expect(422)
    expect(body.errors[0].message).toContain(`white text on it has a contrast of ${figure}`)
    const page = await post(boss, '/admin/settings', { site_color }).expect(422)
    expect(textOf(page.text)).toContain(body.errors[0].message)
    const better = /(#[0-9a-f]{6}) is the nearest/.exec(body.detail)?.[1]
    await patch({ site_color: better }).expect(200)
    await patch({ site_color: null }).expect(200)
  })
})
