import type { Context } from '#context'
import type { Action, Fact } from '../action.ts'
import { insertSystemLines } from './queries.ts'

/**
 * Writes a line into the conversation that says who did what. @returns the lines' message ids, in the order of the
 * facts
 */
export async function writeSystemLines<F extends Fact>(
  ctx: Context,
  { name, line }: Action<F>,
  facts: F[],
  now: number,
): Promise<number[]> {
  return line ? insertSystemLines(ctx, line.name ?? name, facts.map(line.of), now) : []
}
