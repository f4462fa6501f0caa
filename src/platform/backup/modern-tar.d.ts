declare module 'modern-tar/fs' {
  import type { Readable, Writable } from 'node:stream'

  interface Entry {
    target: string
    mode?: number
    mtime?: Date
    uid?: number
    gid?: number
  }
  type Source = Entry & ({ type: 'content'; content: string } | { type: 'file'; source: string })

  export function packTar(sources: readonly Source[]): Readable
  export function unpackTar(
    folder: string,
    options: { filter(header: { name: string; type?: string }): boolean; fmode: number; dmode: number },
  ): Writable
}
