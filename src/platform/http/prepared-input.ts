import type { Context } from '#context'
import type { Actor } from '#platform/identity/actor.ts'

/**
 * A value of a body that takes work before a verb can use it, more than may be done in a transaction. It is prepared
 * when the whole body has been found valid, and discarded where no verb has taken it.
 */
export abstract class PreparedInput {
  /**
   * @param field its name in the body, for what is wrong with it
   * @param gone when whoever sent it is not there any more
   * @throws {DomainError} what is wrong with it
   */
  abstract prepare(ctx: Context, actor: Actor, field: string, gone: AbortSignal): Promise<void>
  /** Undoes the above, unless a verb has taken it. */
  abstract discard(ctx: Context): Promise<void>
}

export const preparedInputs = (body: unknown): [field: string, input: PreparedInput][] =>
  Object.entries((body ?? {}) as object).filter(
    (entry): entry is [string, PreparedInput] => entry[1] instanceof PreparedInput,
  )
