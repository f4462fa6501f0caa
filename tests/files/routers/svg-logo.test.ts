import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join as path } from 'node:path'
import { pathToFileURL } from 'node:url'
import sharp from 'sharp'
import { describe, expect, onTestFinished, test } from 'vitest'
import { storeChange } from '#platform/settings/changes.ts'
import { logoAddress } from '#platform/settings/logo.ts'
import { storeLogo } from '#platform/settings/queries.ts'
import { join } from '../../support/people.ts'
import { smallestPicture } from '../../support/pictures.ts'
import { startApp } from '../../support/world.ts'

const world = await startApp()
const boss = await join(world, 'boss', 'admin')

const svg = (inside: string, attributes = 'viewBox="0 0 40 10"') =>
  Buffer.from(`<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" ${attributes}>${inside}</svg>`)
/** An element that fills the left half. */
const mark = '<path d="M0 0h20v10h-20z" fill="#8a2f6b"/>'

const upload = (content: Buffer) => boss.api.put('/admin/settings/logo', { content: content.toString('base64') })
const address = async () => (await boss.api.get('/admin/settings')).body.settings.site_logo

/** The public logo after an SVG was uploaded. */
async function shownOf(content: Buffer): Promise<Buffer> {
  await upload(content).expect(200)
  const { body } = await world
    .api()
    .get(await address())
    .expect(200)
    .expect('Content-Type', 'image/webp')
  return body
}

describe('a logo in SVG', () => {
  /** The colours at both sides of the middle, `apart` pixels from each other. */
  async function colours(shown: Buffer, apart: number) {
    expect(await sharp(shown).metadata()).toMatchObject({ format: 'webp', width: 1024, height: 256, hasAlpha: true })
    const at = (left: number) => sharp(shown).extract({ left, top: 128, width: 1, height: 1 }).raw().toBuffer()
    return { left: (await at(512 - apart / 2)).toString('hex'), right: (await at(511 + apart / 2)).toString('hex') }
  }

  test('is stored and shown as a picture, sharp on every screen and transparent where nothing is drawn', async () => {
    const shown = await shownOf(svg(mark))
    expect(await colours(shown, 2)).toEqual({ left: '8a2f6bff', right: '00000000' })
    const { type, content } = await world.ctx.db.selectFrom('site_files').selectAll().executeTakeFirstOrThrow()
    expect({ type, content }).toEqual({ type: 'image/webp', content: shown.toString('base64') })
  })

  test('as Illustrator and Inkscape save it is drawn', async () => {
    const saved = `<?xml version="1.0" encoding="utf-8"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"
      "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" [<!ENTITY ns_svg "http://www.w3.org/2000/svg">]>
      <svg xmlns="&ns_svg;" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" width="40mm" height="10mm"
      viewBox="0 0 40 10"><inkscape:page/><style><![CDATA[path { fill: #8a2f6b }]]></style>
      <metadata><?xpacket begin=""?></metadata><path d="M0 0h20v10h-20z"/></svg>`
    expect(await colours(await shownOf(Buffer.from(saved)), 20)).toEqual({ left: '8a2f6bff', right: '00000000' })
  })

  test('of very many colours is not much larger than others', async () => {
    const clouds =
      '<filter id="f"><feTurbulence baseFrequency="0.7"/></filter><path filter="url(#f)" d="M0 0h40v9h-40z"/>'
    expect((await shownOf(svg(clouds))).length).toBeLessThan(300_000)
  })

  test('contains nothing active, and fetches neither a file nor an address', async () => {
    const asked: string[] = []
    const elsewhere = createServer((req, res) => {
      asked.push(req.url ?? '')
      res.writeHead(200, { 'Content-Type': 'image/png' }).end(smallestPicture)
    }).listen(0, '127.0.0.1')
    await once(elsewhere, 'listening')
    onTestFinished(() => void elsewhere.close())
    const site = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`
    const file = path(import.meta.dirname, '../../../tools/picture.png')
    const plain = await shownOf(svg(mark))
    const image = (address: unknown) => `<image href="${address}" width="40" height="10"/>`
    const elements = [
      '<script>alert(1)</script>',
      image(`${site}/a.png`),
      image(pathToFileURL(file)),
      image(file),
      `<use href="${site}/a.svg#a"/>`,
      `<style>@import "${site}/a.css"; @font-face { src: url(${site}/a.woff2) }</style>`,
      `<foreignObject width="40" height="10"><img xmlns="http://www.w3.org/1999/xhtml" src="${site}/b.png"/></foreignObject>`,
    ]
    expect(await shownOf(svg(mark + elements.join('')))).toEqual(plain)
    const inside = image(`data:image/png;base64,${smallestPicture.toString('base64')}`)
    expect(await shownOf(svg(mark + inside))).not.toEqual(plain)
    expect(asked).toEqual([])
  })

  const entity = '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
  const noise =
    '<filter id="f"><feTurbulence baseFrequency="9" numOctaves="3"/></filter><path filter="url(#f)" d="M0 0h20v9h-20z"/>'
  const floods = Array.from({ length: 2500 }, (_, n) => `<feFlood result="a${n}"/>`)
  test.each([
    ['is damaged', svg('<g>'), 'damaged'],
    ['has no size', svg('<title>a</title>', ''), 'has no size'],
    [
      'takes a file for an entity',
      Buffer.from(`${entity}<svg xmlns="http://www.w3.org/2000/svg">&a;</svg>`),
      'damaged',
    ],
    ['is very large', svg(mark, 'width="100000" height="100000"'), '40 million pixels'],
    [
      'draws nothing of its own',
      svg('<image href="https://example.org/a.png" width="9" height="9"/>'),
      'This SVG shows nothing',
    ],
    ['is noise', svg(noise, 'viewBox="0 0 20 10"'), 'or to show'],
    [
      'takes much memory',
      svg(`<filter id="f">${floods.join('')}</filter><g filter="url(#f)">${mark}</g>`),
      'too much time or memory',
    ],
  ])('that %s is refused in words', async (_what, content, sentence) => {
    await boss.api.delete('/admin/settings/logo')
    expect((await upload(content).expect(422)).body.errors).toEqual([
      { field: 'content', message: expect.stringContaining(sentence) },
    ])
    expect(await address()).toBeNull()
  })

  test('that takes too long is refused in words', async () => {
    const folder = await mkdtemp(path(tmpdir(), 'drawing-'))
    const killed = path(folder, 'killed.sh')
    await writeFile(killed, '#!/bin/sh\nkill -9 $$\n', { mode: 0o755 })
    const { execPath } = process
    onTestFinished(async () => {
      process.execPath = execPath
      await rm(folder, { recursive: true })
    })
    process.execPath = killed
    expect((await upload(svg(mark)).expect(422)).body.detail).toContain('too much time or memory')
  })

  test('of an earlier version is shown as it is, where it can do nothing', async () => {
    const content = svg(mark)
    await storeLogo(world.ctx, 'image/svg+xml', content.toString('base64'))
    await storeChange(world.ctx, boss.actor, { site_logo: logoAddress(content) })
    const { headers, body } = await world
      .api()
      .get(await address())
      .expect(200)
      .expect('Content-Type', 'image/svg+xml')
    expect(body).toEqual(content)
    expect(headers['content-security-policy']).toMatch(/default-src 'none'.*sandbox/)
  })
})
