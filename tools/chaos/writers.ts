import { setTimeout as pause } from 'node:timers/promises'
import type { Program } from './programs.ts'

export interface Answer {
  at: number
  took: number
  program: string
  /** 0 if there was no response. */
  status: number
  retryAfter: string | null
  code: string | null
}

// biome-ignore lint/suspicious/noExplicitAny: whatever the program says
async function send(program: Program, token: string, path: string, body: object, key?: string): Promise<[Answer, any]> {
  const at = performance.now()
  const headers = {
    'content-type': 'application/json',
    ...(token && { authorization: `Bearer ${token}` }),
    ...(key && { 'idempotency-key': key }),
  }
  const init = { method: 'POST', headers, body: JSON.stringify(body), signal: AbortSignal.timeout(60_000) }
  const response = await fetch(`${program.url}/api/v1${path}`, init).catch(() => null)
  const content = await response?.json().catch(() => null)
  const took = performance.now() - at
  const retryAfter = response?.headers.get('retry-after') ?? null
  return [
    { at, took, program: program.name, status: response?.status ?? 0, retryAfter, code: content?.code ?? null },
    content,
  ]
}

/** Writes messages, one after the other, until stopped; half of the writers retry failures with the same key. */
export class Writers {
  readonly answers: Answer[] = []
  readonly acknowledged = new Set<string>()
  /** May or may not be stored: the response was lost, or said so. */
  readonly open = new Set<string>()
  #stopped = false
  #work: Promise<void>[] = []

  async start(programs: Program[], perProgram: number): Promise<void> {
    for (const program of programs) {
      for (let n = 0; n < perProgram; n++) {
        const name = `${program.name.replaceAll('-', '')}writer${n}`
        const person = { username: name, email: `${name}@example.com`, password: 'correct horse battery' }
        const [, account] = await send(program, '', '/accounts', person)
        if (!account?.session) throw new Error(`no account: ${JSON.stringify(account)}`)
        const token = account.session.access_token
        const [, ticket] = await send(program, token, '/tickets', {
          title: 'Under fire',
          message: 'The first message.',
        })
        this.#work.push(this.#write(program, token, ticket.ticket_id, name, n % 2 === 0))
      }
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await Promise.all(this.#work)
  }

  async #write(program: Program, token: string, ticket: number, name: string, repeats: boolean): Promise<void> {
    for (let n = 1; !this.#stopped; n++) {
      const message = `Message ${n} of ${name}`
      for (let done = false; !done && !this.#stopped; ) {
        const [answer] = await send(
          program,
          token,
          `/tickets/${ticket}/messages`,
          { message },
          repeats ? message.replaceAll(' ', '-') : undefined,
        )
        this.answers.push(answer)
        if (answer.status === 201) this.acknowledged.add(message)
        else if (answer.status === 0 || answer.code === 'outcome_unknown') this.open.add(message)
        done = answer.status === 201 || !repeats
        if (answer.status !== 201) await pause(50)
      }
    }
  }
}
