import type { FileSize } from '#lib/file-address.ts'
import type { FilesTable } from '#platform/db/tables/files.ts'
import type { Actor } from '#platform/identity/actor.ts'

export type PictureKind = FilesTable['kind']
export type PictureSize = FileSize

/** Of each kind how large its pictures are, in pixels: fitted into this, or cut to it. */
export const sizes: Record<PictureKind, Record<PictureSize, number> & { cut: boolean }> = {
  event: { large: 1600, small: 640, cut: false },
  profile: { large: 400, small: 128, cut: true },
}

/** What a feature says of its pictures; collected in features.ts. */
export interface PictureOwnerOf<Context> {
  kind: PictureKind
  maySee(ctx: Context, actor: Actor | null, pictureId: string): Promise<boolean>
  /** The column that names a picture while it is in use; it needs an index. */
  usedIn: { table: string; column: string }
}

/** The names of a picture's two files. */
export const nameOf = (id: string, size: PictureSize) => `${id}-${size}.webp`
export const namesOf = (id: string) => [nameOf(id, 'large'), nameOf(id, 'small')]
export const idOfName = (name: string) => /^([\w-]{22})-(large|small)\.webp$/.exec(name)?.[1]

export { fileAddress } from '#lib/file-address.ts'
