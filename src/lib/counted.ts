/** "1 ticket", "1,200 tickets". */
export const counted = (count: number, noun: string) => `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`

/** Counts beside links stop here, so that they cost the same at any size. */
export const mostCounted = 100

/** "7", "99+", or empty for none. */
export const countText = (count = 0) => (count >= mostCounted ? `${mostCounted - 1}+` : String(count || ''))
