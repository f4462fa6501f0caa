import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { loadConfig } from '#config'
import { addAccount } from '#people/accounts/accounts.ts'
import { hashPassword } from '#people/accounts/passwords.ts'
import { startSession } from '#people/sessions/sessions.ts'
import { closeContext } from '#platform/start/close-context.ts'
import { createContext } from '../../src/open-context.ts'
import { retentions } from '../../src/retained-tables.ts'

// Does memory stay constant? Fifty live streams and normal work for some minutes, with all limits on:
// node tools/bench/soak.ts [MINUTES] [PORT]

const minutes = Number(process.argv[2] ?? 10)
const port = Number(process.argv[3] ?? 4391)
const origin = `http://127.0.0.1:${port}`
const folder = mkdtempSync(join(tmpdir(), 'supportme-soak-'))
const secret = () => randomBytes(32).toString('base64url')
const env = {
  PORT: String(port),
  BASE_URL: origin,
  DATABASE_URL: `file:${join(folder, 'soak.db')}`,
  SECRET_KEY: secret(),
  PEPPER: secret(),
  LOG_LEVEL: 'warn',
}
const ctx = await createContext(loadConfig(env))

interface Person {
  token: string
  staff: boolean
}

async function people(): Promise<Person[]> {
  const hash = await hashPassword(ctx.config, secret())
  const all: Person[] = []
  for (let n = 0; n < 25; n += 1) {
    const staff = n < 5
    const names = { username: `p${n}x`, email: `p${n}@example.com` }
    const account = await addAccount(ctx, names, hash, staff ? 'assistant' : 'customer')
    all.push({ token: (await startSession(ctx, account)).token, staff })
  }
  return all
}

async function rowCounts(): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  for (const { name } of await ctx.db.introspection.getTables()) {
    const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(name)}`.execute(ctx.db)
    counts.set(name, Number(rows[0]?.n))
  }
  return counts
}

const residentMegabytes = (pid: number) =>
  Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024

const statuses = new Map<number, number>()
let streamsEnded = 0

async function send(path: string, { token }: Partial<Person> = {}, body?: object): Promise<unknown> {
  const api = path.startsWith('/api')
  const headers: Record<string, string> = { 'content-type': 'application/json' }
  if (token) Object.assign(headers, api ? { authorization: `Bearer ${token}` } : { cookie: `session=${token}` })
  const options = body && { method: 'POST', body: JSON.stringify(body) }
  const answer = await fetch(origin + path, { headers, redirect: 'manual', ...options })
  statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
  const text = await answer.text()
  return api && answer.ok && text ? JSON.parse(text) : null
}

async function listen(person: Person): Promise<void> {
  const answer = await fetch(`${origin}/live`, { headers: { cookie: `session=${person.token}` } })
  for await (const _ of answer.body ?? []);
  streamsEnded += 1
}

async function main() {
  const persons = await people()
  const server = spawn(process.execPath, ['src/server.ts'], { env: { ...process.env, ...env }, stdio: 'inherit' })
  const pid = server.pid as number
  const gone = once(server, 'exit')
  while (!(await fetch(`${origin}/healthz`).catch(() => null))?.ok) await pause(100)

  for (const person of persons) for (let n = 0; n < 2; n += 1) void listen(person).catch(() => {})
  const tickets: number[] = []
  for (const person of persons.filter(({ staff }) => !staff)) {
    const body = { title: 'My lost umbrella', message: 'I left it in room 2 yesterday.' }
    const made = (await send('/api/v1/tickets', person, body)) as { id?: number; ticket_id?: number } | null
    tickets.push(made?.id ?? made?.ticket_id ?? 0)
  }

  const before = await rowCounts()
  const until = Date.now() + minutes * 60_000
  const samples: number[] = []
  for (let turn = 0; Date.now() < until; turn += 1) {
    const person = persons[turn % persons.length] as Person
    const ticket = tickets[person.staff ? turn % tickets.length : (turn % persons.length) - 5]
    const work = [
      send('/home', person),
      send(`/tickets/${ticket}`, person),
      send('/tickets?q=umbrella', person),
      send('/login'),
      ...(turn % 5 === 0 ? [send(`/api/v1/tickets/${ticket}/messages`, person, { message: `Message ${turn}` })] : []),
      ...(turn % 20 === 0 ? [send('/api/v1/email-confirmations', {}, { token: `junk ${turn}` })] : []),
    ]
    await Promise.all([...work, pause(500)])
    samples.push(residentMegabytes(pid))
  }

  const fifth = Math.floor(samples.length / 5)
  const mean = (part: number[]) => part.reduce((sum, one) => sum + one, 0) / part.length
  const means = [0, 1, 2, 3, 4].map((n) => mean(samples.slice(n * fifth, (n + 1) * fifth)))
  console.log(`RSS by fifths, MB: ${means.map((one) => one.toFixed(1)).join(' ')}`)
  const change = (means[4] as number) / (means[1] as number) - 1
  console.log(
    `last against second: ${(100 * change).toFixed(1)} % · turns: ${samples.length} · streams ended: ${streamsEnded}`,
  )
  console.log(`answers: ${[...statuses].map(([status, count]) => `${status} ${count}×`).join(', ')}`)
  const pruned = new Set<string>(retentions.map(({ table }) => table))
  for (const [table, count] of await rowCounts()) {
    const grew = count - (before.get(table) ?? 0)
    if (grew > 0) console.log(`${table}: +${grew}, ${pruned.has(table) ? 'pruned' : 'kept'}`)
  }
  server.kill('SIGTERM')
  await gone
  await closeContext(ctx)
}

await main().finally(() => rmSync(folder, { recursive: true, force: true }))
