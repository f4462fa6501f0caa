import { existsSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { freshDatabase } from '../support/database.ts'
import { launch, ownFolder, root, start } from './program.ts'

/** Starts a program that must refuse to start. @returns what it prints on stderr */
async function refusal(env: Record<string, string>, port?: number): Promise<string> {
  const folder = await ownFolder()
  const program = await launch({ folder, env, ...(port && { port }) })
  expect(await program.exited).toEqual({ code: 1, signal: null })
  expect(program.out()).not.toContain('ready at')
  expect(program.err()).not.toMatch(/^\s+at /m)
  return program.err()
}

describe('settings that are wrong', () => {
  test('are all named at once, without showing what they are', async () => {
    const folder = await ownFolder()
    const env = {
      PORT: 'http',
      BASE_URL: 'desk.example.org',
      DATABASE_URL: 'mysql://desk@127.0.0.1/desk',
      SECRET_KEY: 'tooShort',
      LOG_LEVEL: 'loud',
      SESSION_HOURS: '-1',
    }
    const program = await launch({ folder, env })
    expect(await program.exited).toEqual({ code: 1, signal: null })
    const lines = program.err().trimEnd().split('\n')
    expect(lines[0]).toBe('These settings are wrong:')
    const named = lines.slice(1).map((line) => line.trim().split(' ', 1)[0])
    expect(named.sort()).toEqual(Object.keys(env).sort())
    expect(program.err()).not.toContain(env.SECRET_KEY)
    expect(program.out()).toBe('')
  })

  test('include the first of a file that begins with a byte order mark', async () => {
    const folder = await ownFolder()
    writeFileSync(join(folder, '.env'), '\ufeffLOG_LEVEL=loud\n')
    const program = await launch({ folder })
    expect(await program.exited).toEqual({ code: 1, signal: null })
    expect(program.err()).toMatch(/^ {2}LOG_LEVEL /m)
  })

  test('in production include secrets that are missing, and none are made', async () => {
    const folder = await ownFolder()
    const program = await launch({ folder, env: { NODE_ENV: 'production', BASE_URL: 'https://desk.example.org' } })
    expect(await program.exited).toEqual({ code: 1, signal: null })
    expect(program.err()).toMatch(/^ {2}SECRET_KEY is missing: /m)
    expect(program.err()).toMatch(/^ {2}PEPPER is missing: /m)
    expect(existsSync(join(folder, 'data'))).toBe(false)
  })
})

describe('a file of settings that this user cannot read', () => {
  const unreadable = async () => {
    const folder = await ownFolder()
    // Not by its mode, as root can read everything.
    symlinkSync('.env', join(folder, '.env'))
    return folder
  }

  test.each([['src/server.ts'], ['tools/backup.ts', 'archive.tar']])(
    'is not taken for none by %s',
    async (file, ...args) => {
      const folder = await unreadable()
      const program = await launch({ folder, command: [process.execPath, join(root, file), ...args] })
      expect(await program.exited).toEqual({ code: 1, signal: null })
      expect(program.err()).toMatch(
        /^The settings in \.env cannot be read \(.*\): run this as the user of the desk\.$/m,
      )
      expect(existsSync(join(folder, 'data'))).toBe(false)
    },
  )

  test('is not needed by a service with a setting for its database', async () => {
    await start({ folder: await unreadable(), env: { DATABASE_URL: 'file:own.db' } })
  })
})

test.each(['server', 'worker'])(
  'an argument of the %s, such as --port, is refused in place of being ignored',
  async (name) => {
    const folder = await ownFolder()
    const command: [string, ...string[]] = [process.execPath, join(root, `src/${name}.ts`), '--port', '8080']
    const program = await launch({ folder, command })
    expect(await program.exited).toEqual({ code: 2, signal: null })
    expect(program.err()).toMatch(/^--port is an argument, .+ PORT=8080 npm start\.\n$/)
    expect(existsSync(join(folder, 'data'))).toBe(false)
  },
)

test('a folder of pictures that cannot be created is reported at the start, and the desk still starts', async () => {
  const folder = await ownFolder()
  const file = join(folder, 'file')
  writeFileSync(file, '')
  const { out } = await start({ folder, env: { FILES_DIR: `${file}/pictures` } })
  expect(out()).toContain(`Nobody can upload a picture: FILES_DIR is ${file}/pictures, and ${file} is no folder.`)
})

describe('a start that cannot be', () => {
  test('says in a line that the port is in use', async () => {
    const first = await start({ folder: await ownFolder(), env: { SESION_HOURS: '12' } })
    expect(first.out()).toContain('SESION_HOURS is no setting of SupportMe; is SESSION_HOURS meant?')
    const port = Number(new URL(first.url).port)
    const said = await refusal({}, port)
    expect(said).toMatch(new RegExp(`port ${port}.*in use`, 'i'))
    expect((await fetch(`${first.url}/healthz`)).status).toBe(200)
  })

  test('says in a line that the database takes no writes, as a standby does', async () => {
    const database = await freshDatabase('postgres')
    const said = await refusal({ DATABASE_URL: `${database}?options=-c%20default_transaction_read_only%3Don` })
    expect(said).toMatch(
      /^The database cannot be used: the database takes no writes \(cannot execute INSERT in a read-only transaction\)$/m,
    )
  })

  test('says in a line that the database cannot be opened', async () => {
    const folder = await ownFolder()
    expect(await refusal({ DATABASE_URL: `file:${folder}` })).toMatch(/^DATABASE_URL names a folder, .*: name a file/)
    writeFileSync(join(folder, 'file'), '')
    expect(await refusal({ DATABASE_URL: `file:${folder}/file/desk.db` })).toMatch(
      /^A file or folder .* cannot be used: ENOTDIR/,
    )
    const said = await refusal({ DATABASE_URL: 'postgres://desk:hunter2secret@127.0.0.1:1/desk' })
    expect(said).toMatch(/database/i)
    expect(said).not.toContain('hunter2secret')
    expect(await refusal({ HOST: '192.0.2.1' })).toBe(
      'HOST is no address of this machine: set it to 127.0.0.1, or to 0.0.0.0 for all of its addresses.\n',
    )
  })
})
