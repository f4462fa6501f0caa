import type { Context } from '#context'
import { minute } from '#lib/durations.ts'
import { isoTime } from '#lib/format-time.ts'
import { jsonText } from '#lib/json-text.ts'
import { confirmPassword } from '#people/sessions/credentials.ts'
import { forHeavyReads } from '#platform/db/heavy-reads/for-heavy-reads.ts'
import { type FileAnswer, textFile } from '#platform/http/answer.ts'
import type { Actor, SessionActor } from '#platform/identity/actor.ts'
import type { Limit } from '#platform/limits/limit.ts'
import { consume } from '#platform/limits/rate-limit.ts'
import { deleteAccount } from './deletion.ts'

const downloads: Limit = { name: 'data-download', most: 5, window: 10 * minute }

/** All data about a person, for that person: no secrets, and nothing about anybody else. */
export async function* personalData(outer: Context, actor: Actor): AsyncGenerator<string> {
  const ctx = forHeavyReads(outer, actor)
  const parts = await Promise.all(ctx.features.personal.map((part) => part.read(ctx, actor)))
  yield* jsonText(Object.assign({ exported_at: isoTime(ctx.clock.now()) }, ...parts))
}

/** The same as a response, generated while it is sent; a download if it has a name. */
export async function downloadData(ctx: Context, actor: Actor, filename: string | null = null): Promise<FileAnswer> {
  await consume(ctx, downloads, actor.id)
  return textFile({ filename, type: 'application/json', text: personalData(ctx, actor), log: ctx.log })
}

/** @throws invalid for a wrong password, conflict for the last admin */
export async function deleteOwnAccount(ctx: Context, actor: SessionActor, current_password: string): Promise<void> {
  await confirmPassword(ctx, actor, current_password)
  await deleteAccount(ctx, actor.id, actor.id)
}
