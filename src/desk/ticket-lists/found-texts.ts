import type { Context } from '#context'
import type { Actor } from '#platform/identity/actor.ts'
import { type Excerpt, mostCharacters } from './excerpts.ts'
import { textsOf } from './hit-queries.ts'
import type { Term } from './terms.ts'

/** A long conversation is looked at from its end; of many tickets, less of each. */
const mostMessages = { ofOne: 60, ofAll: 2000 }

/** What to show of tickets that were found, by their id. */
export const excerptsOf = (ctx: Context, actor: Actor, ids: number[], terms: Term[]) =>
  onTexts(ctx, actor, 'excerpts', ids, terms) as Promise<Map<number, Excerpt>>

/** How well tickets fit by their own texts alone, by their id. */
export const fitsOf = (ctx: Context, actor: Actor, ids: number[], terms: Term[]) =>
  onTexts(ctx, actor, 'fits', ids, terms) as Promise<Map<number, number>>

async function onTexts(ctx: Context, actor: Actor, task: 'excerpts' | 'fits', ids: number[], terms: Term[]) {
  if (ids.length === 0) return new Map()
  const messages = Math.min(mostMessages.ofOne, Math.ceil(mostMessages.ofAll / ids.length))
  const texts = textsOf(ctx.db, actor, ids, { messages, characters: Math.floor(mostCharacters / ids.length) })
  return ctx.heavyReads.run(actor.id, task, texts, { terms })
}
