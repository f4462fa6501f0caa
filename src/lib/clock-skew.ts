import { minute } from './durations.ts'

/** Milliseconds by which the clocks of two servers may differ. */
export const mostSkew = minute

/**
 * The latest time that anything written until `now` can have. A later one was written while a clock was ahead and
 * counts as over: otherwise it would stay in force until the clock's error has passed.
 */
export const latestPlausible = (now: number) => now + mostSkew
