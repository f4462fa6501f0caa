import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { startDoor } from '../door/stage.ts'
import { openBrowser } from '../support/browser.ts'
import { isKept, visit } from './visits.ts'

type Fetch = typeof fetch

describe('a page that is kept on a phone', async () => {
  const [{ world, kim, passOf, create }, browser] = [await startDoor(), await openBrowser()]

  async function passPage(title: string) {
    const pass = await passOf(kim, await create({ title }))
    const { page } = await visit(browser, world, kim, { screen: 'phone', serviceWorker: true })
    await page.goto(`/passes/${pass.id}`)
    await expect.poll(() => isKept(page)).toBe(true)
    return page
  }

  /** Has the open page store itself again, with this network. @returns whether it succeeded */
  const keepAgain = (page: Page, network: (fetch: Fetch) => Fetch) =>
    page.evaluate(async (network) => {
      const other = new Function('fetch', `return (${network})(fetch)`)(fetch.bind(globalThis))
      Object.assign(globalThis, { fetch: other })
      const module = document.body.dataset.module?.replace('pass.js', 'kept-pages.js')
      const { keepPage } = await import(module as string)
      return keepPage().then(
        () => true,
        () => false,
      )
    }, String(network))

  const keptText = (page: Page) => page.evaluate(async () => (await caches.match(location.pathname))?.text())

  test('stays if the network breaks while it is stored again', async () => {
    const page = await passPage('Waltz')
    const kept = await keepAgain(page, (fetch) => (address, options) => {
      return String(address).includes('/assets/')
        ? Promise.reject(new TypeError('no network'))
        : fetch(address, options)
    })
    expect(kept).toBe(false)
    expect(await isKept(page)).toBe(true)
  })

  test('stays when the server is not there for a moment, or asked too often', async () => {
    const page = await passPage('Foxtrot')
    for (const refusal of [
      () => async () => new Response('', { status: 429 }),
      () => async () => new Response('', { status: 503 }),
      () => async () => new Response('404 page not found', { status: 404 }),
    ]) {
      await keepAgain(page, refusal)
      expect(await isKept(page)).toBe(true)
    }
  })

  test('is kept also where a picture that it has shown is gone', async () => {
    const page = await passPage('Tango')
    await page.evaluate(async () => {
      const image = Object.assign(new Image(), { src: '/profile-icons/gone' })
      await image.decode().catch(() => {})
      for (const name of await caches.keys()) await caches.delete(name)
    })
    expect(await keepAgain(page, (fetch) => fetch)).toBe(true)
    expect(await isKept(page)).toBe(true)
  })

  test('is not kept with files of another version', async () => {
    const page = await passPage('Rumba')
    const before = await keptText(page)
    await keepAgain(page, (fetch) => async (address, options) => {
      const text = await (await fetch(address, options)).text()
      return new Response(text.replaceAll('/assets/app-', '/assets/app-of-tomorrow-'))
    })
    expect(await keptText(page)).toBe(before)
  })
})
