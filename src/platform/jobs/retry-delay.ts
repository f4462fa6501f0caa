import { minute } from '#lib/durations.ts'
/** Milliseconds. */
export const longestDelay = 30 * minute

/** 5 s after the first failure, doubling up to half an hour: twenty attempts span over six hours. */
export const retryDelay = (attempts: number) => Math.min(5000 * 2 ** (attempts - 1), longestDelay)
