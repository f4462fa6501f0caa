import { z } from 'zod'
import { counted } from '#lib/counted.ts'

/** Files in an archive have the names that they have beside the database. */
export const databaseName = 'supportme.db'
export const secretNames = { PEPPER: 'pepper', SECRET_KEY: 'secret-key' } as const
/** The folder of uploaded pictures; it comes before the secrets. */
export const filesName = 'files'
export const isStoredFile = (name: string) => /^files\/[\w-]{22}-(large|small)\.webp$/.test(name)
export const manifestName = 'manifest.json'

const content = z.object({ bytes: z.number(), sha256: z.string() })

/** What an archive says about itself: its first file. */
export const manifestSchema = z.object({
  supportme_backup: z.literal(1),
  version: z.string(),
  made_at: z.iso.datetime(),
  engine: z.literal('sqlite'),
  /** Number of rows by table. */
  counts: z.record(z.string(), z.number()),
  /** Where each secret was: in the archive, or in the settings, which archives do not contain. */
  secrets: z.object({ PEPPER: z.enum(['archive', 'settings']), SECRET_KEY: z.enum(['archive', 'settings']) }),
  files: z.record(z.string(), content),
  /** Number of pictures whose files were missing. */
  missing: z.number().default(0),
})

export type Manifest = z.output<typeof manifestSchema>
export type SecretName = keyof typeof secretNames

/** "1 account, 340 tickets, 1,200 messages" */
export const summaryOf = ({ counts }: Manifest) =>
  ['account', 'ticket', 'message'].map((noun) => counted(counts[`${noun}s`] ?? 0, noun)).join(', ')
