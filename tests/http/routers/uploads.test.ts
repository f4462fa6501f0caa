import { readdir } from 'node:fs/promises'
import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import { rawRequest } from '../../hostile/raw-request.ts'
import { join } from '../../support/people.ts'
import { startApp } from '../../support/world.ts'

const world = await startApp()
const boss = await join(world, 'boss', 'admin')
const mia = await join(world, 'mia')

const svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
const part = (disposition: string, content: string, more = '') =>
  `--x\r\nContent-Disposition: form-data; ${disposition}\r\n${more}\r\n${content}\r\n`
const file = (filename = 'a.svg', content = svg) => part(`name="logo"; filename="${filename}"`, content)
const end = '--x--\r\n'

const headersOf = (token: string, more: Record<string, string> = {}) => ({
  cookie: `session=${token}`,
  'sec-fetch-site': 'same-origin',
  'content-type': 'multipart/form-data; boundary=x',
  ...more,
})
const path = '/admin/settings/logo'
const upload = (body: string, more: Record<string, string> = {}, token = boss.token) =>
  rawRequest(world.url, { method: 'POST', path, headers: headersOf(token, more), body })

const left = () => readdir(world.ctx.files.incoming).catch(() => [])

async function refused(body: string, status: number, sentence: string, more: Record<string, string> = {}) {
  const answer = await upload(body, more)
  expect([answer.status, answer.text]).toEqual([status, expect.stringContaining(sentence)])
  await expect.poll(left).toEqual([])
}

describe('a form with a file is refused with a clear word, and nothing of it stays, when', () => {
  const notWhole = 'The form did not arrive whole.'
  test.each([
    ['it has no final boundary', file()],
    ['it breaks off in a file', file().slice(0, -30)],
    ['it breaks off in a header', `${file()}--x\r\nContent-Disp`],
    ['it is no form', 'junk'],
    ['its boundaries are another', `${file()}${end}`.replaceAll('--x', '--y')],
    ['a header has 100 kB', part(`name="logo"; filename="${'a'.repeat(100_000)}"`, svg) + end],
    ['a name holds a NUL', file('a\0.svg') + end],
    ['a header is no header', `--x\r\nno header at all\r\n\r\n${svg}\r\n${end}`],
  ])('%s', async (_what, body) => {
    await refused(body, 422, notWhole)
  })

  test('it says no boundary', () => refused(file() + end, 422, notWhole, { 'content-type': 'multipart/form-data' }))

  test.each([
    ['two files', file() + file()],
    ['hundreds of files', file().repeat(300)],
    ['hundreds of fields', part('name="a"', 'b').repeat(300) + file()],
  ])('it has %s', async (_what, body) => {
    await refused(body + end, 400, 'There are too many fields or files.')
  })

  test('a text has more than 600 kB', async () => {
    await refused(part('name="a"', 'b'.repeat(700_000)) + file() + end, 413, '600 kB of text at most')
    const texts = part('name="a"', 'b'.repeat(400_000)) + part('name="c"', 'b'.repeat(400_000))
    await refused(texts + file() + end, 413, '600 kB of text at most')
  })

  test('it is no UTF-8', async () => {
    const body = Buffer.from(part('name="a"', 'caf\xe9') + file() + end, 'latin1')
    const answer = await rawRequest(world.url, { method: 'POST', path, headers: headersOf(boss.token), body })
    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('The form is not valid UTF-8.')])
    await refused(file() + end, 415, 'UTF-8', { 'content-type': 'multipart/form-data; boundary=x; charset=utf-16' })
    const other = part('name="a"', 'b', 'Content-Type: text/plain; charset=klingon\r\n')
    await refused(other + file() + end, 400, 'not valid UTF-8')
  })

  test('the file is too large, be it by far', async () => {
    for (const size of [100_001, 5_000_000])
      await refused(file('a.svg', 'x'.repeat(size)) + end, 422, 'a logo can have at most 100 kB')
  })

  test('it says that it has more than 64 MB', () =>
    refused(file() + end, 413, '64 MB at most', { 'content-length': '64000001' }))

  test('there is a text where the file belongs, a file elsewhere, or both', async () => {
    await refused(part('name="logo"', 'hello') + end, 422, 'Choose a picture first.')
    await refused(file().replace('name="logo"', 'name="other"') + end, 422, 'This field is not known here.')
    await refused(part('name="logo"', 'hello') + file() + end, 422, 'Choose a picture first.')
  })
})

test.each([
  ['a path', '../../../etc/passwd'],
  ['a path of Windows', '..\\\\..\\\\boot.ini'],
  ['a line break', 'a%0d%0aSet-Cookie: b=c.svg'],
  ['300 bytes of Unicode', 'ü🦄'.repeat(50)],
  ['nothing but dots', '..'],
])('a file called %s is stored all the same, and under no name of that kind', async (_what, name) => {
  const answer = await upload(file(name) + end)
  expect([answer.status, answer.headers.location]).toEqual([303, '/admin/settings'])
  expect(answer.headers['set-cookie']?.some((cookie) => cookie.startsWith('b='))).toBe(false)
  await expect.poll(left).toEqual([])
})

test('a client that goes away in the middle leaves nothing behind', async () => {
  const socket = connect(Number(new URL(world.url).port), '127.0.0.1')
  const headers = Object.entries(headersOf(boss.token)).map(([name, value]) => `${name}: ${value}\r\n`)
  const first = file('a.svg', 'x'.repeat(70_000)).slice(0, 60_000)
  socket.write(`POST ${path} HTTP/1.1\r\nhost: ${new URL(world.url).host}\r\n${headers.join('')}`)
  socket.write(`content-length: 90000\r\n\r\n${first}`)
  await expect.poll(left).toHaveLength(1)
  socket.destroy()
  await expect.poll(left).toEqual([])
})

test('somebody who may not send a file gets an error, and no file is stored', async () => {
  expect((await upload(file() + end, {}, mia.token)).status).toBe(403)
  expect((await upload(file() + end, {}, 'none')).headers.location).toMatch(/^\/login/)
  await expect.poll(left).toEqual([])
})

test('an empty file input counts as left out', async () => {
  const empty = part('name="logo"; filename=""', '', 'Content-Type: application/octet-stream\r\n')
  await refused(empty + end, 422, 'Choose a picture first.')
  await refused(file('a.svg', '') + end, 422, 'This file is empty.')
})
