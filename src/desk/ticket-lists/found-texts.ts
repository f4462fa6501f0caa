import type { Compilable } from 'kysely'
import type { Context } from '#context'
import type { Term } from '#lib/searched-words.ts'
import { type HeavyTask, heavyTask } from '#platform/db/heavy-reads/task.ts'
import type { Actor } from '#platform/identity/actor.ts'
import type * as excerpts from './excerpts.ts'
import { type FoundText, textsOf } from './hit-queries.ts'
import { lookedAt } from './limits.ts'

const module = import.meta.resolve('./excerpts.ts')
const excerptsTask = heavyTask<typeof excerpts.excerptsOf>(module, 'excerptsOf')
const fitsTask = heavyTask<typeof excerpts.fitsOf>(module, 'fitsOf')

/** Tickets by id, or by a query that finds them. */
type Tickets<F> = readonly number[] | Compilable<F>

/** The found tickets, and an excerpt of each by id. */
export const excerptsOf = <F extends { id: number }>(ctx: Context, actor: Actor, of: Tickets<F>, terms: Term[]) =>
  onTexts(ctx, actor, excerptsTask, of, terms)

/** The found tickets, and how well each matches by its own texts alone, by id. */
export const fitsOf = <F extends { id: number }>(ctx: Context, actor: Actor, of: Tickets<F>, terms: Term[]) =>
  onTexts(ctx, actor, fitsTask, of, terms)

type OnTexts<T> = HeavyTask<(rows: Iterable<FoundText>, input: excerpts.Search, count: number) => Map<number, T>>

const onTexts = <T, F extends { id: number }>(
  ctx: Context,
  actor: Actor,
  task: OnTexts<T>,
  of: Tickets<F>,
  terms: Term[],
): Promise<{ found: F[]; made: Map<number, T> }> =>
  ctx.heavyReads.run(
    actor.id,
    task,
    { of, by: (ids) => textsOf(ctx.db, actor, ids, lookedAt) },
    { terms, characters: lookedAt.characters },
  )
