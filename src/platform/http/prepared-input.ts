import type { Context } from '#context'
import type { Actor } from '#platform/identity/actor.ts'

/**
 * A body value that must be processed before a verb can use it, for longer than a transaction may take. It is prepared
 * once the whole body is valid, and discarded if no verb has used it.
 */
export abstract class PreparedInput {
  /**
   * @param field its name in the body, for error messages
   * @param gone aborted when the client disconnects
   * @throws {DomainError} if the value is not acceptable
   */
  abstract prepare(ctx: Context, actor: Actor, field: string, gone: AbortSignal): Promise<void>
  /** Undoes `prepare`, unless a verb has used the value. */
  abstract discard(ctx: Context): Promise<void>
}

export const preparedInputs = (body: unknown): [field: string, input: PreparedInput][] =>
  Object.entries((body ?? {}) as object).filter(
    (entry): entry is [string, PreparedInput] => entry[1] instanceof PreparedInput,
  )
