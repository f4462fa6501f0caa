import type { z } from 'zod'
import type { EmptyAnswer, FileAnswer, JsonAnswer } from './answer.ts'

/** The schemas of a route's response bodies by status; null for no body. */
export type Answers = Record<number, z.ZodType | null>

export interface Described<R extends Answers = Answers> {
  summary: string
  answers: R
  /** The media type of a response that is a file. */
  file?: string
}

/** What a handler may return, from what its route declares. The content of files is not checked. */
export type Declared<R extends Answers> =
  | FileAnswer
  | {
      [S in keyof R & number]: R[S] extends null
        ? S extends 204
          ? EmptyAnswer
          : never
        : JsonAnswer<S, z.output<NonNullable<R[S]>>>
    }[keyof R & number]
