import { minute } from './durations.ts'

/** Milliseconds by which the clocks of two servers may differ. */
const mostSkew = minute

/**
 * The latest time that anything written until `now` can carry. What lies beyond was written while a clock was ahead: it
 * counts as over, or it would hold for as long as the clock was wrong.
 */
export const latestPlausible = (now: number) => now + mostSkew
