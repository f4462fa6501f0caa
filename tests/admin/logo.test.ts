import { describe, expect, test } from 'vitest'
import { join } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { lastAudit } from './desk.ts'

const world = await startApp()
const boss = await join(world, 'boss', 'admin')

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const jpeg = Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex')
const webp = Buffer.concat([Buffer.from('RIFF'), Buffer.from('1a000000', 'hex'), Buffer.from('WEBPVP8L')])
const svg = (inside: string, attributes = '') =>
  Buffer.from(
    `<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"${attributes}>${inside}</svg>`,
  )

const byPage = (content: Buffer, filename = 'logo.png', contentType = 'image/png') =>
  boss.pages.post('/admin/settings/logo').attach('logo', content, { filename, contentType }).redirects(0)
const byApi = (content: Buffer) => boss.api.put('/admin/settings/logo', { content: content.toString('base64') })
const address = async () => (await boss.api.get('/admin/settings')).body.settings.site_logo

describe('the logo', () => {
  test.each([
    ['image/png', png],
    ['image/jpeg', jpeg],
    ['image/webp', webp],
    ['image/svg+xml', svg('<g id="a"><path d="M0 0h9v9z" fill="url(#b)"/></g><use href="#a"/>')],
  ])('as %s is shown from an address of its own', async (type, content) => {
    for (const upload of [() => byPage(content).expect(303), () => byApi(content).expect(200)]) {
      await upload()
      const at = await address()
      expect(at).toMatch(/^\/site\/logo\?v=[\w-]{10}$/)
      expect((await world.visitor().get('/login')).text).toContain(`src="${at}"`)
      const { headers, body, text } = await world.api().get(at).expect(200)
      expect(Buffer.isBuffer(body) ? body : Buffer.from(text ?? '')).toEqual(content)
      expect(headers).toMatchObject({ 'content-type': type, 'x-content-type-options': 'nosniff' })
      expect(headers['content-security-policy']).toMatch(/default-src 'none'.*sandbox/)
      expect(headers['cache-control']).toContain('immutable')
      expect(await lastAudit(world, null, 'settings')).toMatchObject({ action: 'settings_changed' })
      await boss.api.delete('/admin/settings/logo').expect(204)
      await world.api().get(at).expect(404)
    }
  })

  test('is removed by the page too', async () => {
    await byApi(png).expect(200)
    await boss.pages.post('/admin/settings/logo/removal').redirects(0).expect(303)
    expect(await address()).toBeNull()
    expect(await lastAudit(world, null, 'settings')).toMatchObject({ after: '{"site_logo":null}' })
  })

  const script = '<script>alert(1)</script>'
  test.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('hello')],
    ['HTML', Buffer.from(`<!doctype html>${script}`)],
    ['HTML called PNG', Buffer.from('<html><body>PNG</body></html>')],
    ['GIF', Buffer.from('GIF89a')],
    ['a script', svg(script)],
    ['a script in a namespace', svg('<x:script xmlns:x="http://www.w3.org/2000/svg">alert(1)</x:script>')],
    ['a script in capitals', svg('<SCRIPT>alert(1)</SCRIPT>')],
    ['an event', svg('<rect onclick="alert(1)"/>')],
    ['an event behind a slash', svg('<rect/onload=alert(1)>')],
    ['an event on the root', svg('', ' onload="alert(1)"')],
    ['a link', svg('<a href="javascript:alert(1)"><path/></a>')],
    ['a hidden link', svg('<use href="&#106;avascript:alert(1)"/>')],
    ['a picture from elsewhere', svg('<image href="https://evil.example/x.png"/>')],
    ['an old-fashioned one', svg('<image xlink:href="//evil.example/x.png"/>')],
    ['HTML inside', svg('<foreignObject><iframe/></foreignObject>')],
    ['an animation', svg('<animate attributeName="href" to="javascript:alert(1)"/>')],
    ['a style sheet', svg('<style>@import "https://evil.example/x.css"</style>')],
    ['a style that fetches', svg('<style>path{fill:url(https://evil.example/x)}</style>')],
    ['an escaped style', svg('<style>path{fill:u\\72l(https://evil.example/x)}</style>')],
    ['an entity', Buffer.from('<!DOCTYPE svg [<!ENTITY x "y">]><svg>&x;</svg>')],
    ['an entity inside', Buffer.from('<svg><!ENTITY x SYSTEM "file:///etc/passwd"></svg>')],
    ['an instruction', svg('<?xml-stylesheet href="https://evil.example/x.css"?>')],
    ['no text', Buffer.concat([svg(''), Buffer.from([0xff, 0xfe])])],
  ])('is never %s, on page or API', async (_what, content) => {
    const page = await byPage(content).expect(422)
    expect(page.text).toContain('id="logo-error"')
    const api = await byApi(content).expect(422)
    expect(api.body.errors[0].field).toBe('logo')
    expect(await address()).toBeNull()
  })

  test('has 100 kB at most', async () => {
    const sized = (size: number) => Buffer.concat([png, Buffer.alloc(size - png.length)])
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
    await byPage(png).set('Sec-Fetch-Site', 'cross-site').expect(403)
  })
})
