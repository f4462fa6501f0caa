import type { z } from 'zod'
import type { EmptyAnswer, FileAnswer, JsonAnswer } from './answer.ts'

/** What an answer's body looks like, by status; null where there is none. */
export type Answers = Record<number, z.ZodType | null>

export interface Described<R extends Answers = Answers> {
  summary: string
  answers: R
  /** The media type of an answer that is a file. */
  file?: string
}

/** What a handler may answer by what its route declares. What a file holds is not looked into. */
export type Declared<R extends Answers> =
  | FileAnswer
  | {
      [S in keyof R & number]: R[S] extends null
        ? S extends 204
          ? EmptyAnswer
          : never
        : JsonAnswer<S, z.output<NonNullable<R[S]>>>
    }[keyof R & number]
