import { createHook } from 'node:async_hooks'
import type { LogEvent } from 'kysely'
import { describe, expect, test } from 'vitest'
import { confirmEmail } from '#people/email-links/verification.ts'
import { newestToken } from '../support/letters.ts'
import { join, password } from '../support/people.ts'
import { startApp } from '../support/world.ts'

let statements: string[] = []
/** Statements that record the attempt, counted separately. */
let ofRecord = 0
const isOfRecord = ({ sql, parameters: [first] }: LogEvent['query']) =>
  /"(audit_head|audit_entries|refused_attempts)"/.test(sql) || /^failures-/.test(String(first))

const onStatement = ({ query }: LogEvent) => {
  // The program reads its settings again every two seconds, independently of requests.
  if (/ from "settings"/.test(query.sql)) return
  if (isOfRecord(query)) ofRecord += 1
  else statements.push(query.sql)
}
const world = await startApp({ env: { RATE_LIMITS: 'on', ANONYMOUS_REQUESTS_IN_A_MINUTE: '100000' }, onStatement })
const owner = await join(world, 'owner')
await owner.api.post('/me/email-confirmation').expect(204)
await confirmEmail(world.ctx, await newestToken(world, owner.email))
const newcomer = await join(world, 'newcomer')

/** argon2 runs in the thread pool; its work has no name, unlike everything else there. */
let hashes = 0
const countHashes = createHook({
  init(_id, type) {
    if (type === 'undefined') hashes += 1
  },
})

let names = 0
const newName = () => `n${String(names++).padStart(7, '0')}`
const newAddress = () => `${newName()}@example.com`

type Act = (name: string) => PromiseLike<{ status: number }>
const api =
  (path: string, fields: (name: string) => object): Act =>
  (name) =>
    world.api().post(`/api/v1${path}`).send(fields(name))
const page =
  (path: string, fields: (name: string) => object): Act =>
  (name) =>
    world.visitor().post(path).type('form').send(fields(name)).redirects(0)

const credentials = (login: string) => ({ login, password: 'a wrong password' })
const named = (login: string) => ({ login })
const newAccount = (email: string) => ({ username: newName(), email, password })
const newAccountTwice = (email: string) => ({ ...newAccount(email), password_confirmation: password })

/** All slow work: the statements in order, and the number of password hashes. */
async function workOf(act: Act, name: string) {
  // Empty buckets: a known name must not have an older bucket than an unknown one.
  await world.ctx.db.deleteFrom('rate_limits').execute()
  statements = []
  ofRecord = 0
  hashes = 0
  countHashes.enable()
  const { status } = await act(name)
  countHashes.disable()
  return { ofRecord, work: { status, hashes, statements: [...statements] } }
}

interface Kind {
  what: string
  acts: Record<'api' | 'page', Act>
  known: string
  unknown: () => string
  hashes: number
  ofRecord: { known: number; unknown: number }
}

/** For an account it is an entry of the audit log, for an unknown name only a number: the log is kept for ever. */
const failedLogin = { known: 4, unknown: 2 }
const auditEntry = { known: 2, unknown: 2 }
const none = { known: 0, unknown: 0 }

const logIn = { api: api('/sessions', credentials), page: page('/login', credentials) }
const register = { api: api('/accounts', newAccount), page: page('/register', newAccountTwice) }
const forget = { api: api('/password-resets', named), page: page('/forgot', named) }
const confirmAgain = { api: api('/email-confirmations/links', named), page: page('/verify/again', named) }

const kinds: Kind[] = [
  { what: 'a login by email', acts: logIn, known: owner.email, unknown: newAddress, hashes: 2, ofRecord: failedLogin },
  {
    what: 'a login by an unconfirmed email',
    acts: logIn,
    known: newcomer.email,
    unknown: newAddress,
    hashes: 2,
    ofRecord: failedLogin,
  },
  {
    what: 'a login by username',
    acts: logIn,
    known: owner.username,
    unknown: newName,
    hashes: 1,
    ofRecord: failedLogin,
  },
  { what: 'registration', acts: register, known: owner.email, unknown: newAddress, hashes: 1, ofRecord: auditEntry },
  {
    what: 'a forgotten password, by email',
    acts: forget,
    known: owner.email,
    unknown: newAddress,
    hashes: 0,
    ofRecord: none,
  },
  {
    what: 'a forgotten password, by username',
    acts: forget,
    known: owner.username,
    unknown: newName,
    hashes: 0,
    ofRecord: none,
  },
  {
    what: 'another link, by email',
    acts: confirmAgain,
    known: newcomer.email,
    unknown: newAddress,
    hashes: 0,
    ofRecord: none,
  },
  {
    what: 'another link, by username',
    acts: confirmAgain,
    known: newcomer.username,
    unknown: newName,
    hashes: 0,
    ofRecord: none,
  },
]

describe.each(['api', 'page'] as const)('by the %s', (router) => {
  test.each(kinds)('$what takes the same work whether or not the account exists', async (kind) => {
    const act = kind.acts[router]
    // The first request fills caches: the hash for unknown names, prepared statements.
    await act(kind.unknown())
    const [known, unknown] = [await workOf(act, kind.known), await workOf(act, kind.unknown())]
    expect(known.work.hashes).toBe(kind.hashes)
    expect(known.work.statements.length).toBeGreaterThan(2)
    expect(unknown.work).toEqual(known.work)
    expect({ known: known.ofRecord, unknown: unknown.ofRecord }).toEqual(kind.ofRecord)
  })
})
