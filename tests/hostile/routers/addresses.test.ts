import { describe, expect, test } from 'vitest'
import { credentials, isRefusal } from '../../permissions/ask.ts'
import { fingerprint } from '../../permissions/fingerprint.ts'
import { addressOf, setStage } from '../../permissions/stage.ts'
import { type Role, rows } from '../../permissions/table.ts'
import { startApp } from '../../support/world.ts'
import { Findings } from '../explained.ts'
import { rawRequest } from '../raw-request.ts'

const world = await startApp()

const noIds = [
  '0',
  '-1',
  '2147483648',
  '9007199254740993',
  '1e0',
  '1e9',
  '0x1',
  '1.0',
  '1.5',
  '+1',
  '%201',
  '1%00',
  '%00',
]
const noIdsEither = [
  'abc',
  'null',
  'undefined',
  '%EF%BC%91',
  '9'.repeat(400),
  "1'--",
  '1,2',
  '__proto__',
  '%F0%9F%A6%84',
]
const preferred: Role[] = ['owner', 'assistant', 'admin']

const withIds = rows.filter(({ address, router }) => /:\w*id\b/.test(address) && router !== 'root')

describe.each(withIds)('$router $method $address', (row) => {
  test('is not found for what is no id', async () => {
    const role = preferred.find((one) => !isRefusal(row.expected[one])) ?? 'owner'
    const stage = await setStage(world, row, role)
    const headers = credentials(row.router, stage.token)
    const before = await fingerprint(world.ctx)
    const findings = new Findings()

    // In the classic contract 0 is System.
    const ids = [...noIds, ...noIdsEither].filter((id) => id !== '0' || row.router !== 'classic')
    for (const id of ids) {
      const path = addressOf({ ...row, address: row.address.replace(/:\w*id\b/, id) }, stage)
      const json = row.router === 'classic' && row.method === 'POST' ? '{"message":"A good message."}' : undefined
      const type = json && { 'content-type': 'application/json', 'content-length': String(json.length) }
      const answer = await rawRequest(world.url, {
        method: row.method,
        path,
        headers: { ...headers, ...type },
        ...(json && { body: json }),
      })
      findings.refused(path, answer)
      if (row.router !== 'classic' && ![404, 422].includes(answer.status)) findings.note(`${path}: ${answer.status}`)
    }

    findings.expectNone()
    expect(await fingerprint(world.ctx)).toEqual(before)
  })
})

describe('addresses that lead nowhere', () => {
  const unknown = [
    '/nope',
    '/api',
    '/api/v1',
    '/api/v1/',
    '/api/v2/me',
    '/api/v1/nope',
    '/.env',
    '/.git/config',
    '/index.php',
  ]
  const others = [
    '/assets/app.css',
    '/assets/',
    '/profile-icons/none.svg',
    '/profile-icons/__proto__',
    '/tickets/1/nope',
  ]
  const climbing = [
    '/../../etc/passwd',
    '/assets/../../package.json',
    '/assets/..%2f..%2fpackage.json',
    '/..%5c..%5cpackage.json',
  ]
  const undecodable = ['%', '%zz', '%E0%A4%A', '%ff', '%C0%AE%C0%AE', '%ED%A0%80']
  const places = [
    '/',
    '/tickets/',
    '/api/v1/',
    '/api/v1/tickets/',
    '/assets/',
    '/profile-icons/',
    '/get-ticket/',
    '/ticket/',
  ]
  const strange = [
    '//evil.example/',
    '/\\evil.example',
    '/tickets//1',
    '/%00',
    '/%2e%2e/',
    '/;a=1',
    `/${'a'.repeat(8000)}`,
  ]

  test.each(['nobody', 'owner'] as const)('are refused with an explanation to %s', async (role) => {
    const { token } = await setStage(world, { path: '' }, role)
    const findings = new Findings()
    const broken = places.flatMap((place) => undecodable.map((end) => place + end))
    for (const path of [...unknown, ...others, ...climbing, ...broken, ...strange]) {
      const router = path.startsWith('/api/v1') || path.startsWith('/get-') ? 'api' : 'page'
      findings.refused(path, await rawRequest(world.url, { path, headers: credentials(router, token) }))
    }
    findings.expectNone()
  })

  test('are refused with an explanation to every method', async () => {
    const findings = new Findings()
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND', 'QUERY'])
      for (const path of ['/nope', '/api/v1/nope', '/assets/nope.css'])
        findings.refused(`${method} ${path}`, await rawRequest(world.url, { method, path }))
    findings.expectNone()
  })
})
