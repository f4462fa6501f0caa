import type { Context } from '#context'
import type { PictureOwnerOf } from './kinds.ts'

/** What a feature registers in features.ts that has pictures. */
export type PictureOwner = PictureOwnerOf<Context>
