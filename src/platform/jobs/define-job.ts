import { z } from 'zod'
import type { Context } from '#context'
import type { JobPriority } from './priorities.ts'

/** A kind of job. Its name and payloads are stored, and outlive the version of the program that stored them. */
export interface JobKind<Payload extends object> {
  kind: string
  store: (payload: Payload) => string
  /** Where `enqueue` is told none; 'ordinary' when left out. */
  priority?: JobPriority
}

interface DeclaredJob<Payload extends object, Stored extends object> extends JobKind<Payload> {
  schema: z.ZodType<Stored, Payload>
}

/** How a worker runs jobs of one kind. */
export interface JobDefinition {
  kind: string
  inTransaction: boolean
  mails: boolean
  /** @param stored the payload as stored, perhaps by an earlier version of the program */
  run: (ctx: Context, stored: string) => Promise<void>
}

interface JobOptions {
  /**
   * A job may run twice, if a worker died in the middle. With this, its effects and its completion are one transaction;
   * without, the job itself must be idempotent.
   */
  inTransaction?: boolean
  /** Whether it sends a mail: then a restore marks it dead, as the mail may have been sent since the backup. */
  mails?: boolean
}

/** For jobs without arguments. */
export const noPayload = z.object({})

/** For a job that is enqueued where its implementation cannot be imported; `implementJob` adds that. */
export const declareJob = <Payload extends object, Stored extends object>(
  kind: string,
  schema: z.ZodType<Stored, Payload>,
): DeclaredJob<Payload, Stored> => ({ kind, schema, store: JSON.stringify })

export const implementJob = <Payload extends object, Stored extends object>(
  { kind, schema }: DeclaredJob<Payload, Stored>,
  run: (ctx: Context, payload: Stored) => Promise<void>,
  { inTransaction = false, mails = false }: JobOptions = {},
): JobDefinition => ({
  kind,
  inTransaction,
  mails,
  run: async (ctx, stored) => run(ctx, readPayload(schema, stored)),
})

/** @param schema of the payload; accepts what every earlier version has stored under this kind */
export function defineJob<Payload extends object, Stored extends object>(
  kind: string,
  schema: z.ZodType<Stored, Payload>,
  run: (ctx: Context, payload: Stored) => Promise<void>,
  options: JobOptions = {},
): JobKind<Payload> & JobDefinition {
  const declared = declareJob(kind, schema)
  // No mail is sent within a transaction: such a job only enqueues those that send.
  const sends = options.mails && !options.inTransaction
  return { ...declared, ...implementJob(declared, run, options), priority: sends ? 'mail' : 'ordinary' }
}

function readPayload<Stored>(schema: z.ZodType<Stored>, stored: string): Stored {
  const { data, error } = schema.safeParse(JSON.parse(stored))
  if (!error) return data
  // The message is stored and must not contain values, which may be personal.
  const faults = error.issues.map(({ path, message }) => `${path.join('.') || 'all of it'}: ${message}`)
  throw new Error(`the payload does not fit this kind of job (${faults.join('; ')})`)
}
