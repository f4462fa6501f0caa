import type { Context } from '../context.ts'
import { setFirstAnswer } from './queries.ts'

/** To be called whenever the desk answers, in the transaction of the answer; only the first counts. */
export const recordFirstAnswer = (ctx: Context, ticketId: number) => setFirstAnswer(ctx, ticketId, ctx.clock.now())
