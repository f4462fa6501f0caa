import type { Context } from '#context'
import type { Term } from '#lib/searched-words.ts'
import { type HeavyTask, heavyTask } from '#platform/db/heavy-reads/task.ts'
import type { Actor } from '#platform/identity/actor.ts'
import type * as excerpts from './excerpts.ts'
import { type FoundText, textsOf } from './hit-queries.ts'
import { mostCharacters } from './limits.ts'

/** A long conversation is looked at from its end; of many tickets, less of each. */
const mostMessages = { ofOne: 60, ofAll: 2000 }

const module = import.meta.resolve('./excerpts.ts')
const excerptsTask = heavyTask<typeof excerpts.excerptsOf>(module, 'excerptsOf')
const fitsTask = heavyTask<typeof excerpts.fitsOf>(module, 'fitsOf')

/** What to show of tickets that were found, by their id. */
export const excerptsOf = (ctx: Context, actor: Actor, ids: number[], terms: Term[]) =>
  onTexts(ctx, actor, excerptsTask, ids, terms)

/** How well tickets fit by their own texts alone, by their id. */
export const fitsOf = (ctx: Context, actor: Actor, ids: number[], terms: Term[]) =>
  onTexts(ctx, actor, fitsTask, ids, terms)

async function onTexts<T>(
  ctx: Context,
  actor: Actor,
  task: HeavyTask<(rows: Iterable<FoundText>, input: excerpts.Search) => Map<number, T>>,
  ids: number[],
  terms: Term[],
): Promise<Map<number, T>> {
  if (ids.length === 0) return new Map()
  const messages = Math.min(mostMessages.ofOne, Math.ceil(mostMessages.ofAll / ids.length))
  const characters = Math.floor(mostCharacters / ids.length)
  return ctx.heavyReads.run(actor.id, task, textsOf(ctx.db, actor, ids, { messages, characters }), {
    terms,
    characters,
  })
}
