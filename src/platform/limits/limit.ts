/** A fixed window: at most `most` in `window` milliseconds. */
export interface Limit {
  name: string
  most: number
  /** Milliseconds. */
  window: number
  /** Not announced in headers before it is reached: it is too large to matter to most clients. */
  untold?: true
}

/** The state of a limit after something was counted against it. */
export interface LimitState {
  limit: Limit
  remaining: number
  /** Seconds until the window ends. */
  reset: number
}
