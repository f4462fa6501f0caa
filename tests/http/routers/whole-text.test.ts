import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { zstdDecompressSync } from 'node:zlib'
import express from 'express'
import { describe, expect, test } from 'vitest'
import { sendText } from '#platform/http/whole-text.ts'

/** RFC 8878, 3.1.1 */
const zstdMagicNumber = 0xfd2fb528

/** The text as a client that accepts this encoding reads it. */
async function sent(text: string, encoding: string) {
  const server = express()
    .get('/', (req, res) => sendText(req, res, 'html', text))
    .listen(0, '127.0.0.1')
  try {
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const answer = await fetch(`http://127.0.0.1:${port}/`, { headers: { 'accept-encoding': encoding } })
    expect(answer.headers.get('content-encoding')).toBe(encoding)
    const content = Buffer.from(await answer.arrayBuffer())
    // fetch does not decode zstd in versions of Node that do not know it.
    return (content.readUInt32LE() === zstdMagicNumber ? zstdDecompressSync(content) : content).toString()
  } finally {
    server.close()
  }
}

const long = (text: string) => `${text} `.repeat(500)

describe.each(['zstd', 'br', 'gzip'])('a text compressed by %s', (encoding) => {
  test.each(['plain', 'Crème brûlée', 'Yılmaz … 舞蹈 🎉 ليلى'])('reads as it was written: %s', async (text) => {
    expect(await sent(long(text), encoding)).toBe(long(text))
  })
})

test('half of a pair of surrogates is sent as the replacement character', async () => {
  expect(await sent(long('a\ud800… b'), 'br')).toBe(long('a\ufffd… b'))
})
