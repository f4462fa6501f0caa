/** A fixed window: at most so many in so long. */
export interface Limit {
  name: string
  most: number
  /** Milliseconds. */
  window: number
  /** Too far away to tell of before it is reached. */
  untold?: true
}

/** How a limit stands after something was counted against it. */
export interface LimitState {
  limit: Limit
  remaining: number
  /** Seconds until the window ends. */
  reset: number
}
