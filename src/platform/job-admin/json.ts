import { z } from 'zod'
import type { Concerned } from '#context'
import { isoTime, timeOrNull } from '#lib/format-time.ts'
import type { Job } from '#platform/jobs/queries.ts'

import type { readQueue } from './jobs.ts'
import { mostCounted, statuses } from './queries.ts'

const time = z.iso.datetime()

export const deadJobJson = z
  .object({
    id: z.int(),
    kind: z.string(),
    attempts: z.int(),
    error: z.string().nullable(),
    people: z.array(z.string()).meta({ description: 'The recipients: addresses, or usernames.' }),
    subjects: z.array(z.string()).meta({ description: 'What it is about, such as `ticket #5`.' }),
    created_at: time,
    died_at: time.nullable(),
  })
  .meta({ id: 'DeadJob' })

export const queueJson = z.object({
  counts: z
    .record(z.enum(statuses), z.int().max(mostCounted))
    .meta({ description: `Jobs in each state, counted up to ${mostCounted}.` }),
  oldest_due_at: time.nullable().meta({ description: 'Since when the job that has waited longest could be done.' }),
  dead: z.array(deadJobJson),
  next_cursor: z.string().nullable(),
})

/** The rest of the payload is left out. */
const showJob = ({ id, kind, attempts, last_error, people, subjects, created_at, finished_at }: Job & Concerned) => ({
  id,
  kind,
  attempts,
  error: last_error,
  people,
  subjects,
  created_at: isoTime(created_at),
  died_at: timeOrNull(finished_at),
})

type Queue = Awaited<ReturnType<typeof readQueue>>

export const showQueue = ({ counts, oldest_due_at, dead, next }: Queue): z.input<typeof queueJson> => ({
  counts,
  oldest_due_at: timeOrNull(oldest_due_at),
  dead: dead.map(showJob),
  next_cursor: next,
})
