import type { Concerned, Context } from '#context'
import type { Job } from '#platform/jobs/queries.ts'
import { listMailboxes } from './queries.ts'

interface Payload {
  account_id?: unknown
  accounts?: unknown
  ticket_id?: unknown
  event_id?: unknown
  concerns?: unknown
  invitation_id?: unknown
}

const numbers = (values: unknown[]) => values.filter((value): value is number => Number.isSafeInteger(value))
const texts = (value: unknown) => (Array.isArray(value) ? value : []).filter((one) => typeof one === 'string')

function idsIn({ account_id, accounts }: Payload): number[] {
  const many = Array.isArray(accounts) ? accounts : []
  return numbers([account_id, ...many.map((one) => one?.id)])
}

/** The job of an invalid payload is dead, and nothing can be said of its subject. */
function payloadOf({ kind, payload }: Job): Payload {
  // These jobs go through all rows: their ids only mark the progress.
  if (kind.startsWith('respell_')) return {}
  try {
    return JSON.parse(payload) ?? {}
  } catch {
    return {}
  }
}

async function othersOf(ctx: Context, { kind }: Job, { invitation_id }: Payload) {
  const [id] = numbers([invitation_id])
  return id === undefined ? undefined : ctx.features.jobsConcern[kind]?.(ctx, id)
}

/** Adds the people and subjects of jobs. Names and addresses are looked up, so that those of erased people are gone. */
export async function withConcerned<J extends Job>(ctx: Context, jobs: J[]): Promise<(J & Concerned)[]> {
  const payloads = jobs.map(payloadOf)
  const mailboxes = await listMailboxes(ctx, [...new Set(payloads.flatMap(idsIn))])
  const names = new Map(mailboxes.map(({ id, email, username }) => [id, email || username]))
  const others = await Promise.all(jobs.map((job, n) => othersOf(ctx, job, payloads[n] ?? {})))
  return jobs.map((job, n) => {
    const [payload, other] = [payloads[n] ?? {}, others[n]]
    const people = [...idsIn(payload).flatMap((id) => names.get(id) ?? []), ...(other?.people ?? [])]
    const subjects = [
      ...(other?.subjects ?? []),
      ...numbers([payload.ticket_id]).map((id) => `ticket #${id}`),
      ...numbers([payload.event_id]).map((id) => `event #${id}`),
      ...texts(payload.concerns).map((one) => one.replace(' ', ' #')),
    ]
    return { ...job, people: [...new Set(people)], subjects }
  })
}
