/** "1 ticket", "1,200 tickets". */
export const counted = (count: number, noun: string) => `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`

/** What stands beside a link is counted no further than this, so that it costs the same at any size. */
export const mostCounted = 100

/** "7", "99+", or nothing for none. */
export const countText = (count = 0) => (count >= mostCounted ? `${mostCounted - 1}+` : String(count || ''))
