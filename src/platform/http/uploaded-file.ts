import { z } from 'zod'

interface Received {
  path: string
  name: string | null
  size: number
  sha256: string
  most: number
}

/** A file of a form; the temporary file is deleted when the request ends. */
export class UploadedFile {
  readonly path: string
  /** The client's name for it, only for display: never part of a path. */
  readonly name: string | null
  /** In bytes; a larger file than the route accepts is cut off one byte above the limit. */
  readonly size: number
  readonly sha256: string
  /** The route's limit, in bytes. */
  readonly most: number

  constructor({ path, name, size, sha256, most }: Received) {
    this.path = path
    this.name = name
    this.size = size
    this.sha256 = sha256
    this.most = most
  }

  /** Identifies it in the hash of a request. */
  toJSON() {
    return { size: this.size, sha256: this.sha256 }
  }
}

const inWords = (bytes: number) => (bytes < 1_000_000 ? `${bytes / 1000} kB` : `${bytes / 1_000_000} MB`)

/** @param what such as "A logo", for the error message of one that is too large */
export const uploadedFile = (what: string) =>
  z
    .instanceof(UploadedFile, { error: 'Choose a picture first.' })
    .refine(({ size }) => size > 0, 'This file is empty.')
    .refine(({ size, most }) => size <= most, {
      error: ({ input }) =>
        `This file is too large: ${what} can have at most ${inWords((input as UploadedFile).most)}.`,
    })
    .meta({ type: 'string', format: 'binary' })
