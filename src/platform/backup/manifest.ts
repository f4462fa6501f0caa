import { z } from 'zod'
import { counted } from '#lib/counted.ts'

/** The names of files in an archive are those that they have beside the database. */
export const databaseName = 'supportme.db'
export const secretNames = { PEPPER: 'pepper', SECRET_KEY: 'secret-key' } as const
/** Those of uploaded pictures stand before the secrets, in a folder. */
export const filesName = 'files'
export const isStoredFile = (name: string) => /^files\/[\w-]{22}-(large|small)\.webp$/.test(name)
export const manifestName = 'manifest.json'

const content = z.object({ bytes: z.number(), sha256: z.string() })

/** What an archive says about itself; it is the first file in it. */
export const manifestSchema = z.object({
  supportme_backup: z.literal(1),
  version: z.string(),
  made_at: z.iso.datetime(),
  engine: z.literal('sqlite'),
  /** Rows of each table. */
  counts: z.record(z.string(), z.number()),
  /** Where each secret was: in the archive, or among the settings, which no archive holds. */
  secrets: z.object({ PEPPER: z.enum(['archive', 'settings']), SECRET_KEY: z.enum(['archive', 'settings']) }),
  files: z.record(z.string(), content),
  /** Files of pictures that were not there to be copied. */
  missing: z.number().default(0),
})

export type Manifest = z.output<typeof manifestSchema>
export type SecretName = keyof typeof secretNames

/** "1 account, 340 tickets, 1,200 messages" */
export const summaryOf = ({ counts }: Manifest) =>
  ['account', 'ticket', 'message'].map((noun) => counted(counts[`${noun}s`] ?? 0, noun)).join(', ')
