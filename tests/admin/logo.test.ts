import { describe, expect, test } from 'vitest'
import { join } from '../support/people.ts'
import { smallestPicture } from '../support/pictures.ts'
import { startApp } from '../support/world.ts'
import { lastAudit } from './desk.ts'

const world = await startApp()
const boss = await join(world, 'boss', 'admin')

const jpeg = Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex')
const webp = Buffer.concat([Buffer.from('RIFF'), Buffer.from('1a000000', 'hex'), Buffer.from('WEBPVP8L')])

const byPage = (content: Buffer, filename = 'logo.png', contentType = 'image/png') =>
  boss.pages.post('/admin/settings/logo').attach('logo', content, { filename, contentType }).redirects(0)
const byApi = (content: Buffer) => boss.api.put('/admin/settings/logo', { content: content.toString('base64') })
const address = async () => (await boss.api.get('/admin/settings')).body.settings.site_logo

describe('the logo', () => {
  test.each([
    ['image/png', smallestPicture],
    ['image/jpeg', jpeg],
    ['image/webp', webp],
  ])('as %s is shown from an address of its own', async (type, content) => {
    for (const upload of [() => byPage(content).expect(303), () => byApi(content).expect(200)]) {
      await upload()
      const at = await address()
      expect(at).toMatch(/^\/site\/logo\?v=[\w-]{10}$/)
      expect((await world.visitor().get('/login')).text).toContain(`src="${at}"`)
      const { headers, body } = await world.api().get(at).expect(200)
      expect(body).toEqual(content)
      expect(headers).toMatchObject({ 'content-type': type, 'x-content-type-options': 'nosniff' })
      expect(headers['content-security-policy']).toMatch(/default-src 'none'.*sandbox/)
      expect(headers['cache-control']).toContain('immutable')
      expect(await lastAudit(world, null, 'settings')).toMatchObject({ action: 'settings_changed' })
      await boss.api.delete('/admin/settings/logo').expect(204)
      await world.api().get(at).expect(404)
    }
  })

  test('is removed by the page too', async () => {
    await byApi(smallestPicture).expect(200)
    await boss.pages.post('/admin/settings/logo/removal').redirects(0).expect(303)
    expect(await address()).toBeNull()
    expect(await lastAudit(world, null, 'settings')).toMatchObject({ after: '{"site_logo":null}' })
  })

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('hello')],
    ['HTML', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['HTML with a drawing in it', Buffer.from('<html><svg xmlns="http://www.w3.org/2000/svg"></svg></html>')],
    ['GIF', Buffer.from('GIF89a')],
  ])('is never %s, on page or API', async (_what, content) => {
    const page = await byPage(content).expect(422)
    expect(page.text).toContain('id="logo-error"')
    const api = await byApi(content).expect(422)
    expect(api.body.errors[0].field).toBe('content')
    expect(await address()).toBeNull()
  })

  test('has 100 kB at most', async () => {
    const sized = (size: number) => Buffer.concat([smallestPicture, Buffer.alloc(size - smallestPicture.length)])
    await byApi(sized(100_000)).expect(200)
    await byPage(sized(100_000)).expect(303)
    for (const size of [100_001, 140_000]) await byApi(sized(size)).expect(422)
    await byApi(sized(200_000)).expect(413)
    for (const size of [100_001, 199_000, 250_000, 3_000_000]) {
      const { text } = await byPage(sized(size)).expect(422)
      expect(text).toContain('100 kB')
    }
    await boss.api.delete('/admin/settings/logo').expect(204)
  })

  test.each([
    ['no boundary', 'multipart/form-data', 'x'],
    ['nothing between the boundaries', 'multipart/form-data; boundary=x', 'junk'],
    [
      'a text where a file belongs',
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form-data; name="logo"\r\n\r\nhello\r\n--x--\r\n',
    ],
    [
      'a file that ends too soon',
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form-data; name="logo"; filename="a"\r\n\r\nhel',
    ],
  ])('with %s in the form is refused', async (_what, type, body) => {
    await boss.pages.post('/admin/settings/logo').set('Content-Type', type).send(body).redirects(0).expect(422)
    expect(await address()).toBeNull()
  })

  test('comes in a form with a file alone, and no other form takes one', async () => {
    await boss.pages.post('/admin/settings/logo').type('form').send({ logo: 'x' }).expect(415)
    await boss.pages.post('/admin/settings').field('site_name', 'x').expect(415)
  })

  test('from another site is refused', async () => {
    await byPage(smallestPicture).set('Sec-Fetch-Site', 'cross-site').expect(403)
  })
})
