import type { Context } from '#context'
import type { PictureOwnerOf } from './kinds.ts'

/** Registered in features.ts by each feature that has pictures. */
export type PictureOwner = PictureOwnerOf<Context>
