import { expect, test } from 'vitest'
import { day } from '../../support/clock.ts'
import { startApp } from '../../support/world.ts'

const world = await startApp({ env: { MAIL_FROM: 'desk@studio.example' } })
const get = (path: string) => world.api().get(path)

test('search engines are kept to the front page', async () => {
  const { text } = await get('/robots.txt')
    .expect(200)
    .expect('content-type', /^text\/plain/)
  expect(text).toContain('Allow: /$\n')
  expect(text).toContain('Disallow: /\n')
})

test('security.txt names the desk’s address and is never out of date', async () => {
  const { text } = await get('/.well-known/security.txt')
    .expect(200)
    .expect('content-type', /^text\/plain/)
  expect(text).toContain('Contact: mailto:desk@studio.example\n')
  expect(text).toContain(`Canonical: ${world.url}/.well-known/security.txt\n`)
  const expires = Date.parse(/^Expires: (.+)$/m.exec(text)?.[1] ?? '')
  expect(expires - world.ctx.clock.now()).toBeGreaterThan(170 * day)
  expect(expires - world.ctx.clock.now()).toBeLessThan(365 * day)
})

test('a password manager is led to the form for a new password', async () => {
  const { headers } = await get('/.well-known/change-password').expect(303)
  expect(headers.location).toBe('/profile#password-title')
  await get('/.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200').expect(404)
})

test('the icon is found where old browsers look for it', async () => {
  const { headers } = await get('/favicon.ico').expect(302)
  await get(String(headers.location))
    .expect(200)
    .expect('content-type', /^image\/svg/)
})

test('pages of strangers describe themselves', async () => {
  expect((await get('/').expect(200)).text).toMatch(/<meta name="description"\s+content="[^"]{40,160}">/)
})
