import { expect, test } from 'vitest'
import { join } from '../../support/people.ts'
import { startApp } from '../../support/world.ts'

const world = await startApp({ env: { SITE_NAME: 'Plié & Co.' } })
const get = (path: string) => world.api().get(path)

test('a phone can install the site: a manifest with icons of two sizes, one of them for any shape', async () => {
  const answer = await get('/manifest.webmanifest').expect(200)
  expect(answer.get('content-type')).toMatch(/^application\/manifest\+json/)
  const manifest = JSON.parse(answer.text ?? answer.body) as {
    name: string
    start_url: string
    icons: { src: string; sizes: string; purpose: string }[]
  }
  expect(manifest).toMatchObject({ name: 'Plié & Co.', start_url: '/home', display: 'standalone' })
  expect(manifest.icons.map(({ sizes, purpose }) => `${sizes} ${purpose}`)).toEqual([
    '192x192 any',
    '512x512 any',
    '512x512 maskable',
  ])
  for (const { src } of manifest.icons) await get(src).expect(200).expect('content-type', 'image/png')
})

test('the service worker is looked at again at each visit, and what it keeps is there', async () => {
  const { text } = await get('/sw.js')
    .expect(200)
    .expect('cache-control', 'no-cache')
    .expect('content-type', /^text\/javascript/)
  const shell = JSON.parse(/^const shell = (.+)$/m.exec(text)?.[1] as string) as string[]
  expect(shell.length).toBeGreaterThanOrEqual(6)
  for (const address of shell) await get(address).expect(200)
})

test('the page for who is offline, fetched without a cookie, names nobody and asks nobody to log in', async () => {
  const kim = await join(world, 'kim')
  const { text } = await get('/offline').expect(200)
  expect(text).toContain('You are offline')
  expect(text).not.toContain('href="/login"')
  expect((await get('/home').set('cookie', `session=${kim.token}`)).text).toContain('data-account=')
  expect(text).not.toContain('data-account=')
})
