import { z } from 'zod'

interface Received {
  path: string
  name: string | null
  size: number
  sha256: string
  most: number
}

/** A file of a form, as it lies in a temporary place until the request is over. */
export class UploadedFile {
  readonly path: string
  /** As the sender says, for people to read: never part of a path. */
  readonly name: string | null
  /** In bytes; of what is larger than the route takes, no more than one byte beyond that has arrived. */
  readonly size: number
  readonly sha256: string
  /** What the route takes, in bytes. */
  readonly most: number

  constructor({ path, name, size, sha256, most }: Received) {
    this.path = path
    this.name = name
    this.size = size
    this.sha256 = sha256
    this.most = most
  }

  /** What tells it apart in the hash of a request. */
  toJSON() {
    return { size: this.size, sha256: this.sha256 }
  }
}

const inWords = (bytes: number) => (bytes < 1_000_000 ? `${bytes / 1000} kB` : `${bytes / 1_000_000} MB`)

/** @param what as in "A logo", for the sentence that refuses one that is too large */
export const uploadedFile = (what: string) =>
  z
    .instanceof(UploadedFile, { error: 'Choose a picture first.' })
    .refine(({ size }) => size > 0, 'This file is empty.')
    .refine(({ size, most }) => size <= most, {
      error: ({ input }) =>
        `This file is too large: ${what} can have at most ${inWords((input as UploadedFile).most)}.`,
    })
    .meta({ type: 'string', format: 'binary' })
