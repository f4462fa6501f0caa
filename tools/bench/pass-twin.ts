// The same rows, commits, signatures and verifications as for passes over HTTP, without the program.

import { createHash, randomBytes, randomUUID, sign } from 'node:crypto'
import BetterSqlite from 'better-sqlite3'
import { decodeCode, encodeCode, verifyCode } from '#events/passes/code.ts'
import { passEvent, twinKeys } from './pass-fill.ts'

const { createServer } = process.getBuiltinModule('node:http')
const file = new BetterSqlite((process.env.DATABASE_URL as string).slice('file:'.length))
file.pragma('journal_mode = WAL')
file.pragma('synchronous = FULL')
file.pragma('foreign_keys = ON')
const { privateKey, publicKey } = twinKeys()
const verifying = new Map([[1, { key: publicKey, retired_at: null }]])

const audit = file.prepare(`insert into audit_entries (id, at, actor_id, action, entity, entity_id, after, hash)
  values ((select entry_id + 1 from audit_head), ?, 1, 'bench', 'pass', ?, '{}', ?)`)
const head = file.prepare('update audit_head set entry_id = entry_id + 1, hash = ?')

/** One entry in the log for each request. */
function leaveEntry(id: number, now: number): void {
  const hash = createHash('sha256').update(`${id} ${now}`).digest('hex')
  audit.run(now, id, hash)
  head.run(hash)
}

const taken = file.prepare('update events set places_taken = places_taken + 1 where id = ?')
const booking = file.prepare(`insert into bookings (event_id, account_id, purchase_id, request_hash, places, booked_at)
  values (?, 2, ?, '', 1, ?)`)
const place = file.prepare('insert into booked_places (booking_id, position) values (?, 0)')
const pass = file.prepare(`insert into passes
  (place_id, event_id, holder_id, public_id, short_code, generation, type_number) values (?, ?, 2, ?, ?, 1, 0)`)

const buy = file.transaction((now: number) => {
  taken.run(passEvent)
  const { lastInsertRowid: id } = booking.run(passEvent, randomUUID(), now)
  const { lastInsertRowid: placeId } = place.run(id)
  const publicId = randomBytes(8).toString('hex')
  pass.run(placeId, passEvent, publicId, publicId.slice(8).toUpperCase())
  leaveEntry(Number(id), now)
  return { id }
})

const held = file.prepare('select public_id from passes where id = ? and used_at is null')
const shown = file.prepare('update passes set tag = ?, session_id = ?, shown_at = ? where id = ? and used_at is null')
const showing = file.prepare('insert into pass_showings (pass_id, tag, session_id, shown_at) values (?, ?, ?, ?)')

const show = file.transaction((id: number, tag: string, now: number) => {
  shown.run(tag, 'session', now, id)
  showing.run(id, tag, 'session', now)
  leaveEntry(id, now)
})

function mint(id: number, writes: boolean) {
  const now = Date.now()
  const { public_id } = held.get(id) as { public_id: string }
  const tag = randomBytes(8).toString('hex')
  if (writes) show(id, tag, now)
  const seconds = Math.floor(now / 1000)
  const fields = { key_id: 1, event_id: passEvent, public_id, type_number: 0, generation: 1, lifetime: 20, tag }
  const codes = Array.from({ length: 12 }, (_, n) =>
    encodeCode({ ...fields, slot_start: seconds + 15 * n, hard_end: seconds + 43_200 }, privateKey),
  )
  return { codes }
}

const used = file.prepare(`update passes set used_at = ?
  where public_id = ? and tag = ? and used_at is null and cancelled_at is null returning id`)
const admission = file.prepare(`insert into admissions
  (event_id, pass_id, door_id, account_id, method, scan_id, request_hash, admitted_at, recorded_at)
  values (?, ?, 1, 1, 'code', ?, '', ?, ?)`)

const admit = file.transaction((publicId: string, tag: string, scanId: string, now: number) => {
  const { id } = used.get(now, publicId, tag) as { id: number }
  admission.run(passEvent, id, scanId, now, now)
  leaveEntry(id, now)
  return id
})

function scan({ code: text, scan_id }: { code: string; scan_id: string }) {
  const code = decodeCode(text)
  if (!code || verifyCode(verifying, code) !== 'verified') throw new Error('the code is not verified')
  return { verdict: 'admitted', id: admit(code.public_id, code.tag, scan_id, Date.now()) }
}

// biome-ignore lint/suspicious/noExplicitAny: what the bench sends
const answers: Record<string, (body: any) => object> = {
  '/healthz': () => ({}),
  '/token': () => ({ purchase_token: sign(null, randomBytes(16), privateKey).toString('base64url') }),
  '/buy': () => buy(Date.now()),
  '/show': ({ id }: { id: number }) => mint(id, true),
  '/renew': ({ id }: { id: number }) => mint(id, false),
  '/scan': scan,
  '/reset': () => file.prepare('update passes set used_at = null where used_at is not null').run(),
}

process.once('SIGTERM', () => process.exit())
createServer((req, res) => {
  let text = ''
  req.setEncoding('utf8')
  req.on('data', (piece) => {
    text += piece
  })
  req.on('end', () => {
    const answer = answers[req.url as string]?.(text === '' ? {} : JSON.parse(text))
    res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  })
}).listen(Number(process.env.PORT), '127.0.0.1')
