/** A fixed window: at most `most` in `window` milliseconds. */
export interface Limit {
  name: string
  most: number
  /** Milliseconds. */
  window: number
  /** In headers only once it is reached: most clients never come near it. */
  unannounced?: true
}

/** The state of a limit after something was counted against it. */
export interface LimitState {
  limit: Limit
  remaining: number
  /** Seconds until the window ends. */
  reset: number
}
