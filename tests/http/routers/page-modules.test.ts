import { expect, test } from 'vitest'
import { moduleAddress } from '#platform/http/assets.ts'
import { filesIn, read } from '../../meta/source-files.ts'
import { startApp } from '../../support/world.ts'

const world = await startApp()
const get = (path: string) => world.api().get(path)
const served = (path: string) => new URL(path, new URL(moduleAddress('door'), world.url)).pathname

test('everything that a module imports is served beside it, and may be kept for ever', async () => {
  const modules = filesIn('public/modules', '.js')
  const imports = modules.flatMap((from) =>
    [...read(from).matchAll(/\bfrom '([^']+)'|\bimport\('([^']+)'\)|new URL\('([^']+)', import/g)].map((found) =>
      String(new URL((found[1] ?? found[2] ?? found[3]) as string, `x:/${from.slice('public/modules/'.length)}`)),
    ),
  )
  expect(imports).toContain('x:/vendor/zxing/reader/index.js')
  const all = [...modules.map((path) => path.slice('public/modules/'.length)), ...imports.map((path) => path.slice(3))]
  for (const path of new Set([...all, 'vendor/zxing/share.js']))
    await get(served(path))
      .expect(200)
      .expect('content-type', /^text\/javascript/)
      .expect('cache-control', /immutable/)
})

test('WebAssembly has its own type and is sent compressed', async () => {
  const address = new URL(served('vendor/zxing/reader/zxing_reader.wasm'), world.url)
  const answer = await fetch(address, { headers: { 'accept-encoding': 'br' } })
  expect(answer.headers.get('content-type')).toBe('application/wasm')
  expect(answer.headers.get('content-encoding')).toBe('br')
  expect(await WebAssembly.compile(await answer.arrayBuffer())).toBeInstanceOf(WebAssembly.Module)
})

test('only the worker may compile WebAssembly, and no page has the camera by itself', async () => {
  const worker = await get(served('scanner/worker.js')).expect(200)
  expect(worker.get('content-security-policy')).toContain("'wasm-unsafe-eval'")
  for (const path of [moduleAddress('door'), '/login', '/nope', '/api/v1/me']) {
    const { headers } = await get(path)
    expect([path, headers['content-security-policy']]).toEqual([path, expect.not.stringContaining('unsafe')])
    expect([path, headers['permissions-policy']]).toEqual([path, expect.stringContaining('camera=()')])
  }
})

test('what is of another version, or not there, is not found', async () => {
  await get('/assets/0000000000/door.js').expect(404)
  await get(served('vendor/../../../package.json')).expect(404)
  await get(served('__proto__')).expect(404)
})
