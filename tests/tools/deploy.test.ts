import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { longestStop } from '#platform/start/shutdown.ts'

const root = join(import.meta.dirname, '../..')
const read = (name: string) => readFileSync(join(root, 'tools/deploy', name), 'utf8')
const settings = (unit: string) => read(unit).match(/^\w+=.*$/gm) ?? []
const settingOf = (unit: string, name: string) =>
  settings(unit)
    .find((line) => line.startsWith(`${name}=`))
    ?.slice(name.length + 1)

describe.each(['supportme.service', 'supportme-worker.service'])('%s', (unit) => {
  test('starts a program that is there through the launcher, whichever Node the machine has', () => {
    const [, launcher = '', program = ''] =
      /^\/bin\/sh \/opt\/supportme\/(\S+) (\S+)$/.exec(settingOf(unit, 'ExecStart') ?? '') ?? []
    expect([launcher, existsSync(join(root, program))]).toEqual(['tools/launch', true])
  })

  test('waits longer than the program takes to stop, and starts it again however often it fails', () => {
    expect(Number(settingOf(unit, 'TimeoutStopSec'))).toBeGreaterThan(longestStop / 1000)
    expect([settingOf(unit, 'Restart'), settingOf(unit, 'StartLimitIntervalSec')]).toEqual(['always', '0'])
  })

  test('keeps the data in a folder of the service’s own, where the database is', () => {
    const names = ['StateDirectory', 'StateDirectoryMode', 'UMask', 'ProtectSystem']
    expect(names.map((name) => settingOf(unit, name))).toEqual(['supportme', '0700', '0077', 'strict'])
    expect(settingOf(unit, 'Environment')).toContain('DATABASE_URL=file:/var/lib/supportme/')
  })
})

test('uploaded pictures lie where the service can write, whatever the database is', () => {
  expect(settingOf('supportme.env', 'FILES_DIR')).toBe('/var/lib/supportme/files')
})

test('the worker’s unit is the desk’s but for its program, and is stopped and started again with it', () => {
  const shared = (unit: string) =>
    settings(unit).filter((line) => !/^(Description|ExecStart|PartOf|WantedBy)=/.test(line))
  expect(settingOf('supportme-worker.service', 'PartOf')).toBe('supportme.service')
  expect(settingOf('supportme-worker.service', 'WantedBy')).toBe('supportme.service')
  expect(shared('supportme-worker.service')).toEqual(shared('supportme.service'))
})

test('the nginx site sends nobody to a name that a request has brought', () => {
  expect(read('nginx.conf')).not.toMatch(/return 30\d [^;]*\$(host|http_host)\b/)
  expect(read('nginx.conf').match(/default_server/g)).toHaveLength(4)
  // Both servers with the desk's name: only the program logs addresses, without the secrets in them.
  expect(read('nginx.conf').match(/server_name desk\.example\.org;(\s*#.*)?\s*access_log off;/g)).toHaveLength(2)
})
