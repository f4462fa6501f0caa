import type { Context } from '#context'
import type { Job } from '#platform/jobs/queries.ts'
import { listMailboxes } from './queries.ts'

export interface Concerned {
  /** Whom the job was to reach or is about, as addresses; usernames of those without one. */
  people: string[]
  /** What it is about, such as "ticket #5". */
  subjects: string[]
}

interface Payload {
  account_id?: unknown
  accounts?: unknown
  ticket_id?: unknown
  concerns?: unknown
}

const numbers = (values: unknown[]) => values.filter((value): value is number => Number.isSafeInteger(value))
const texts = (value: unknown) => (Array.isArray(value) ? value : []).filter((one) => typeof one === 'string')

function idsIn({ account_id, accounts }: Payload): number[] {
  const many = Array.isArray(accounts) ? accounts : []
  return numbers([account_id, ...many.map((one) => one?.id)])
}

/** Of a payload that is broken, for which its job has died, nothing is known. */
function payloadOf({ payload }: Job): Payload {
  try {
    return JSON.parse(payload) ?? {}
  } catch {
    return {}
  }
}

/** Whom and what jobs are about. Addresses and names are looked up, so that those of an erased person are gone. */
export async function withConcerned<J extends Job>(ctx: Context, jobs: J[]): Promise<(J & Concerned)[]> {
  const payloads = jobs.map(payloadOf)
  const mailboxes = await listMailboxes(ctx, [...new Set(payloads.flatMap(idsIn))])
  const names = new Map(mailboxes.map(({ id, email, username }) => [id, email || username]))
  return jobs.map((job, n) => {
    const payload = payloads[n] ?? {}
    const people = idsIn(payload).flatMap((id) => names.get(id) ?? [])
    const subjects = [
      ...numbers([payload.ticket_id]).map((id) => `ticket #${id}`),
      ...texts(payload.concerns).map((one) => one.replace(' ', ' #')),
    ]
    return { ...job, people: [...new Set(people)], subjects }
  })
}
