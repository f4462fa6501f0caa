import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Context } from '#context'
import { invalidField } from '#errors'
import { fileSystemError, StorageError } from '#platform/db/storage-error.ts'
import { whenCommitted, withTransaction } from '#platform/db/transaction.ts'
import { PreparedInput } from '#platform/http/prepared-input.ts'
import { type UploadedFile, uploadedFile } from '#platform/http/uploaded-file.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { enqueue } from '#platform/jobs/jobs.ts'
import { convert } from './convert.ts'
import { nameOf, namesOf, type PictureKind, type PictureSize, sizes } from './kinds.ts'
import { removeFilesJob } from './pruning.ts'
import { deleteFile, insertFile } from './queries.ts'
import { isPicture } from './signatures.ts'

/** The `uploads` of a route that takes a picture. */
export const onePicture = { files: 1, most: 10_000_000 }

const wrong = {
  type: 'A picture is a JPEG, PNG, WebP, GIF or AVIF file. This file is none of them.',
  pixels:
    'This picture has too many pixels: 40 million at most, and less where a format takes more memory ' +
    '(24 million in a GIF, a progressive JPEG or an interlaced PNG, 8 million in an AVIF). Save it smaller.',
  broken: 'This picture is damaged or cut off. Save it again and try once more.',
}

interface Made {
  id: string
  width: number
  height: number
  size: number
}

/** A picture of a form: converted and put into the store before the verb runs, which stores it with `storePicture`. */
export class UploadedPicture extends PreparedInput {
  readonly kind: PictureKind
  readonly #file: UploadedFile
  made: Made | null = null
  /** Set once the transaction that stored its row was committed. */
  taken = false

  constructor(kind: PictureKind, file: UploadedFile) {
    super()
    this.kind = kind
    this.#file = file
  }

  async prepare(ctx: Context, actor: Actor, field: string, gone: AbortSignal): Promise<void> {
    const { path: from } = this.#file
    this.made = await makePicture(ctx, { account_id: actor.id, kind: this.kind, from, field, gone })
  }

  async discard(ctx: Context): Promise<void> {
    if (this.made && !this.taken) await removeFromStore(ctx, this.made.id)
  }

  toJSON() {
    return this.#file.toJSON()
  }
}

/** A field of a route's body: `picture: picture('event').optional()`. */
export const picture = (kind: PictureKind) =>
  uploadedFile('a picture').transform((file) => new UploadedPicture(kind, file))

interface Making {
  account_id: number
  kind: PictureKind
  from: string
  field: string
  gone: AbortSignal
}

/**
 * Converts a file into the two sizes of a picture and puts them into the store; no row references them yet.
 *
 * @throws {DomainError} invalid, naming the field, if it is no readable picture
 */
async function makePicture(ctx: Context, { account_id, kind, from, field, gone }: Making): Promise<Made> {
  if (!(await isPicture(from))) throw invalidField(field, wrong.type)
  const id = randomBytes(16).toString('base64url')
  const drafts = {
    large: join(ctx.files.incoming, `${process.pid}-${id}-large`),
    small: join(ctx.files.incoming, `${process.pid}-${id}-small`),
  }
  const target = (size: PictureSize) => {
    const { [size]: side, cut } = sizes[kind]
    return { to: drafts[size], width: side, height: side, cut }
  }
  try {
    const made = await convert(ctx, account_id, { from, large: target('large'), small: target('small') }, gone)
    if ('refused' in made) {
      const { refused, reason } = made
      ctx.log.info({ reason }, 'picture refused')
      if (refused === 'full' || refused === 'disk') throw new StorageError(refused, reason)
      throw invalidField(field, wrong[refused])
    }
    for (const size of ['large', 'small'] as const) await ctx.files.put(nameOf(id, size), drafts[size])
    return { id, ...made }
  } catch (error) {
    await removeFromStore(ctx, id)
    throw fileSystemError(error)
  } finally {
    await Promise.all(Object.values(drafts).map((path) => rm(path, { force: true })))
  }
}

async function removeFromStore(ctx: Context, id: string): Promise<void> {
  for (const name of namesOf(id))
    await ctx.files.remove(name).catch((error) => ctx.log.error({ err: error, file: name }, 'file not removed'))
}

/**
 * Stores the row of a picture whose files are in the store, in the verb's transaction. The caller must reference the
 * picture in the column of `PictureOwner.usedIn` in the same transaction: unreferenced pictures are deleted after an
 * hour.
 *
 * @returns its id
 */
export async function storePicture(ctx: Context, picture: UploadedPicture): Promise<string> {
  if (!picture.made) throw new Error('the picture was not prepared')
  await insertFile(ctx, { ...picture.made, kind: picture.kind, created_at: ctx.clock.now() })
  whenCommitted(ctx, () => {
    picture.taken = true
  })
  return picture.made.id
}

/** Deletes a picture's row in the verb's transaction; a job deletes its files. Null does nothing. */
export async function removeFile(ctx: Context, id: string | null): Promise<void> {
  if (id === null) return
  await withTransaction(ctx, async (ctx) => {
    await deleteFile(ctx, id)
    await enqueue(ctx, removeFilesJob, { ids: [id] })
  })
}
