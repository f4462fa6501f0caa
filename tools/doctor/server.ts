import { existsSync } from 'node:fs'
import type { Config } from '#config'
import { sqlitePath } from '#config/database-url.ts'
import { version } from '#lib/version.ts'
import { lockAsServer } from '#platform/db/program-lock.ts'
import { about, type Finding } from './finding.ts'

const { ok, warning, problem } = about('server')
const patience = 3000

/** Whether the desk is running, ready, and of this version. */
export async function checkServer({ server, database }: Config): Promise<Finding> {
  const host = ['0.0.0.0', '::'].includes(server.host) ? '127.0.0.1' : server.host
  const address = `http://${host.includes(':') ? `[${host}]` : host}:${server.port}`
  const alive = await ask(`${address}/healthz`)
  if (alive === null)
    return holdsLock(database.url)
      ? warning(`A server is running on the database, but does not answer at ${address}: look at HOST and PORT.`)
      : warning('None is running: npm start')
  if (!alive.text.startsWith('ok')) return warning(`Something else answers at ${address}: set another PORT.`)
  const ready = await ask(`${address}/readyz`)
  if (ready?.status !== 200) return problem(`The desk at ${address} is not ready: ${ready?.text ?? 'no answer'}`)
  const running = /^version (\S+)$/m.exec(alive.text)?.[1] ?? 'an earlier version'
  if (running !== version)
    return warning(`The desk at ${address} is ${running}, and this is ${version}: start it again.`)
  return ok(`The desk runs at ${address} and is ready.`)
}

async function ask(url: string): Promise<{ status: number; text: string } | null> {
  try {
    const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(patience) })
    return { status: answer.status, text: await answer.text() }
  } catch {
    return null
  }
}

function holdsLock(url: string): boolean {
  const path = sqlitePath(url)
  if (!path || !existsSync(`${path}.lock`)) return false
  const lock = lockAsServer(path)
  lock?.release()
  return lock === null
}
