/** For how long an invitation is good, in milliseconds. */
export const lifetime = 7 * 24 * 3_600_000
