import type { FileSize } from '#lib/file-address.ts'
import type { FilesTable } from '#platform/db/tables/files.ts'
import type { Actor } from '#platform/identity/actor.ts'

export type PictureKind = FilesTable['kind']
export type PictureSize = FileSize

/** The sizes of each kind of picture, in pixels: fitted into them, or cropped. */
export const sizes: Record<PictureKind, Record<PictureSize, number> & { cut: boolean }> = {
  event: { large: 1600, small: 640, cut: false },
  profile: { large: 400, small: 128, cut: true },
}

/** What a feature declares about its pictures; collected in features.ts. */
export interface PictureOwnerOf<Context> {
  kind: PictureKind
  maySee(ctx: Context, actor: Actor | null, pictureId: string): Promise<boolean>
  /** The column that references a picture in use; it needs an index. */
  usedIn: { table: string; column: string }
}

/** The name of a picture's file in one of its two sizes. */
export const nameOf = (id: string, size: PictureSize) => `${id}-${size}.webp`
export const namesOf = (id: string) => [nameOf(id, 'large'), nameOf(id, 'small')]
export const idOfName = (name: string) => /^([\w-]{22})-(large|small)\.webp$/.exec(name)?.[1]

export { fileAddress } from '#lib/file-address.ts'
