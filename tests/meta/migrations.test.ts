import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'

// Databases have run these migrations: a change needs a new one. Only the newest may still be edited. Run with
// WRITE_SCHEMA=1 this adds missing lines, and rewrites only the newest migration's.
const list = new URL('migrations.txt', import.meta.url)
const folder = new URL('../../migrations/', import.meta.url)

test('a migration that has landed is never changed', () => {
  const files = readdirSync(folder).sort()
  const newest = files.findLast((name) => /^\d/.test(name))
  const digests = new Map(files.map((name) => [name, digestOf(readFileSync(new URL(name, folder)))]))
  const landed = new Map(
    readFileSync(list, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.split('  ').reverse() as [string, string]),
  )
  if (process.env.WRITE_SCHEMA) {
    for (const [name, digest] of digests) if (!landed.has(name) || name === newest) landed.set(name, digest)
    writeFileSync(
      list,
      [...landed]
        .sort()
        .map(([name, digest]) => `${digest}  ${name}\n`)
        .join(''),
    )
  }
  const frozen = (all: Map<string, string>) => [...all].filter(([name]) => name !== newest).sort()
  expect(frozen(digests)).toEqual(frozen(landed))
})

const digestOf = (content: Buffer) => createHash('sha256').update(content).digest('hex')
