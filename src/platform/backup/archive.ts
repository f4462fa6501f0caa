import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { unpackTar } from 'modern-tar/fs'
import { digestOf } from './files.ts'
import { databaseName, isStoredFile, type Manifest, manifestName, manifestSchema, secretNames } from './manifest.ts'

const known = new Set<string>([manifestName, databaseName, ...Object.values(secretNames)])
const isOurs = (name: string) => known.has(name) || isStoredFile(name)

/**
 * Unpacks an archive into a folder and checks it against its manifest.
 *
 * @throws when it is no backup of this program, or is damaged
 */
export async function unpackArchive(archive: string, folder: string): Promise<Manifest> {
  const strangers: string[] = []
  const filter = ({ name, type }: { name: string; type?: string | undefined }) => {
    const ours = isOurs(name) && (type ?? 'file') === 'file'
    if (!ours) strangers.push(name)
    return ours
  }
  const input = createReadStream(archive, { highWaterMark: 1 << 20 })
  const failure = await pipeline(input, unpackTar(folder, { filter, fmode: 0o600, dmode: 0o700 })).catch(
    (error) => error,
  )
  if ((failure as NodeJS.ErrnoException)?.path === archive)
    throw new Error(`${archive} cannot be read: ${failure.message}`)
  const manifest = await readManifest(archive, folder, failure)
  if (strangers.length > 0) throw foreign(archive)
  for (const [name, expected] of Object.entries(manifest.files)) {
    const found = await digestOf(join(folder, name)).catch(() => null)
    if (failure || found === null || found.bytes < expected.bytes)
      throw new Error(`${archive} is not whole: ${name} is cut off. Take another backup.`)
    if (found.sha256 !== expected.sha256)
      throw new Error(`${archive} was changed since it was made: ${name} is not what was written. Take another backup.`)
  }
  return manifest
}

const foreign = (archive: string) => new Error(`${archive} is not a backup made by npm run backup.`)

async function readManifest(archive: string, folder: string, failure: unknown): Promise<Manifest> {
  try {
    const manifest = manifestSchema.parse(JSON.parse(await readFile(join(folder, manifestName), 'utf8')))
    if (!(databaseName in manifest.files) || Object.keys(manifest.files).some((name) => !isOurs(name)))
      throw foreign(archive)
    return manifest
  } catch {
    throw new Error(foreign(archive).message, { cause: failure })
  }
}
