import { existsSync, readdirSync } from 'node:fs'
import { join as joined } from 'node:path'
import { describe, expect, inject, test } from 'vitest'
import { countOf } from '../../accounts/reading.ts'
import { join } from '../../support/people.ts'
import { startApp } from '../../support/world.ts'
import { runTool } from '../shell.ts'

const world = await startApp()
await join(world, 'vera')
const beside = readdirSync(import.meta.dirname)

describe('promoting from the shell', () => {
  test.each([
    [['vera', 'boss'], '"boss" is not an account type; there are customer, assistant, admin (or 1, 2, 3).'],
    [['vera', '0'], '"0" is not an account type'],
    [['', 'admin'], 'Usage: '],
    [[], 'Usage: '],
    [['vera'], 'Usage: '],
    [['vera', 'admin', 'now'], 'Usage: '],
  ])('with %j changes nothing and says why in one line', async (args, reason) => {
    const before = await countOf(world, 'audit_entries')
    const { status, out, err } = await runTool(world, 'promote-account.ts', args)
    expect({ status, out, lines: err.split('\n').length }).toEqual({ status: 2, out: '', lines: 1 })
    expect(err).toContain(reason)
    expect(await countOf(world, 'audit_entries')).toBe(before)
  })

  test.each([
    ['no such file', `file:${joined(inject('folder'), 'nowhere/none.db')}`],
    ['a file that is no database', `file:${joined(import.meta.dirname, 'promote-account.test.ts')}`],
    ['a server that is not there', 'postgres://nobody:none@127.0.0.1:1/none'],
    ['no address of a database', 'mysql://127.0.0.1/none'],
  ])('with %s fails with a clear line, and makes none', async (_what, DATABASE_URL) => {
    const { status, out, err } = await runTool(world, 'promote-account.ts', ['vera', 'admin'], { DATABASE_URL })
    expect({ status, out }).toEqual({ status: 1, out: '' })
    expect(err).toMatch(/There is no database at|The database cannot be opened|DATABASE_URL must be/)
    expect(err).not.toMatch(/^\s+at /m)
    expect(existsSync(joined(inject('folder'), 'nowhere'))).toBe(false)
    expect(readdirSync(import.meta.dirname)).toEqual(beside)
  })
})
