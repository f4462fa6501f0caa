import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, describe, expect, test } from 'vitest'
import { axeFindings } from '../../support/accessibility.ts'
import { newPage, openBrowser } from '../../support/browser.ts'

const good = `<!doctype html><html lang="en"><title>Tickets</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="/style.css"><main><h1>Bühnentechnik</h1><p id="text">The quick brown fox, 17:30.</p></main>
<script type="module" src="/script.js"></script></html>`

const bad = `<!doctype html><html lang="en"><title>Bad</title><link rel="icon" href="data:,">
<main><p style="color:red">one</p><script>document.title = 'inline'</script><button onclick="1">Go</button>
<img src="http://elsewhere.example/a.png"></main></html>`

const files: Record<string, [type: string, body: string]> = {
  '/good': ['text/html', good],
  '/bad': ['text/html', bad],
  '/style.css': ['text/css', 'body { font: 20px/1.5 system-ui, sans-serif }'],
  '/script.js': ['text/javascript', "document.body.dataset.ran = 'yes'"],
}

describe('the browser of the tests', async () => {
  const server = createServer((request, response) => {
    const file = files[request.url ?? '']
    const policy = "default-src 'self'; img-src 'self' data:"
    const status = file ? 200 : request.url === '/invalid' ? 422 : 404
    response.writeHead(status, {
      'content-type': `${file?.[0] ?? 'text/plain'}; charset=utf-8`,
      'content-security-policy': policy,
    })
    response.end(file?.[1] ?? 'nothing here')
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  afterAll(() => server.close())
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const browser = await openBrowser()

  test('shows a page with readable text and runs its scripts', async () => {
    const { page, faults } = await newPage(browser, { at })
    await page.goto('/good')
    expect(await page.evaluate(() => document.body.dataset.ran)).toBe('yes')
    // Without a font every character is the same empty box.
    const widths = await page.evaluate(() => {
      const pen = document.createElement('canvas').getContext('2d')
      if (!pen) throw new Error('no canvas')
      pen.font = '20px system-ui'
      return ['iiii', 'WWWW'].map((text) => pen.measureText(text).width)
    })
    expect(widths[0]).toBeLessThan((widths[1] ?? 0) / 2)
    if (process.env.SCREENSHOT) await page.screenshot({ path: process.env.SCREENSHOT })
    expect(await axeFindings(page)).toEqual([])
    expect(faults).toEqual([])
  })

  test.for([true, false])('notices what a page may not do, JavaScript on: %s', async (javaScript) => {
    const { page, faults } = await newPage(browser, { at, screen: 'phone', theme: 'dark', javaScript })
    await page.goto('/bad')
    expect(faults.filter((fault) => fault.includes('Content Security Policy')).length).toBeGreaterThanOrEqual(2)
    expect(faults.some((fault) => fault.includes('style-src'))).toBe(true)
    expect(faults.some((fault) => fault.includes('elsewhere.example'))).toBe(true)
  })

  test('takes 422 for an answer and 404 for a fault', async () => {
    const { page, faults } = await newPage(browser, { at })
    await page.goto('/good')
    await page.evaluate(() => fetch('/invalid', { method: 'POST' }))
    expect(faults).toEqual([])
    await page.goto('/nothing')
    expect(faults).toEqual([expect.stringContaining('404')])
  })
})
