import { z } from 'zod'
import type { Context } from '#context'

/** What can be asked for: its name and payload are stored, and outlive the version of the program that stored them. */
export interface JobKind<Payload extends object> {
  kind: string
  store: (payload: Payload) => string
}

interface DeclaredJob<Payload extends object, Stored extends object> extends JobKind<Payload> {
  schema: z.ZodType<Stored, Payload>
}

/** What a worker does for jobs of one kind. */
export interface JobDefinition {
  kind: string
  inTransaction: boolean
  mails: boolean
  /** @param stored the payload as it lies in the queue, perhaps since an earlier version of the program */
  run: (ctx: Context, stored: string) => Promise<void>
}

interface JobOptions {
  /**
   * A job may be run twice, when a worker died in the middle: with this its effects and its end are one transaction,
   * otherwise it must see to it itself that they come once.
   */
  inTransaction?: boolean
  /** Whether what it does leaves the desk as a mail: a restore keeps it back, as it may have been sent since. */
  mails?: boolean
}

/** Of jobs that need nothing but their name. */
export const noPayload = z.object({})

/** A job that is asked for where the code that does it cannot be imported; `implementJob` says what it does. */
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

/** @param schema of the payload; it takes what every earlier version has stored under this kind */
export function defineJob<Payload extends object, Stored extends object>(
  kind: string,
  schema: z.ZodType<Stored, Payload>,
  run: (ctx: Context, payload: Stored) => Promise<void>,
  options?: JobOptions,
): JobKind<Payload> & JobDefinition {
  const declared = declareJob(kind, schema)
  return { ...declared, ...implementJob(declared, run, options) }
}

function readPayload<Stored>(schema: z.ZodType<Stored>, stored: string): Stored {
  const { data, error } = schema.safeParse(JSON.parse(stored))
  if (!error) return data
  // The values stay out of the reason, which is kept: they may be personal.
  const faults = error.issues.map(({ path, message }) => `${path.join('.') || 'all of it'}: ${message}`)
  throw new Error(`the payload does not fit this kind of job (${faults.join('; ')})`)
}
