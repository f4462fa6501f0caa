import { expect, test } from 'vitest'
import { version } from '#lib/version.ts'
import { join } from '../support/people.ts'
import { startApp } from '../support/world.ts'

const world = await startApp()
const textAt = async (path: string) => (await world.api().get(path).expect(200)).text

test('the version is shown to monitors, to programs and to admins only', async () => {
  expect(version).toMatch(/^\d+\.\d+\.\d+$/)
  expect(await textAt('/healthz')).toBe(`ok\nversion ${version}\n`)
  expect(await textAt('/metrics')).toContain(`supportme_info{version="${version}"} 1\n`)
  expect(JSON.parse(await textAt('/api/v1/openapi.json')).info.version).toBe(version)

  const footer = `<footer class="admin-note">SupportMe ${version}</footer>`
  const admin = await join(world, 'boss', 'admin')
  expect((await admin.pages.get('/admin/settings').expect(200)).text).toContain(footer)
  expect((await admin.pages.get('/home').expect(200)).text).not.toContain(footer)
  const customer = await join(world, 'vera')
  expect((await customer.pages.get('/admin').expect(403)).text).not.toContain(footer)
})
