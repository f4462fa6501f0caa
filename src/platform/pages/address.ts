/** A path with those parameters that are set, so that the state of a list can be bookmarked and shared. */
export function addressWith(path: string, parameters: Record<string, string | undefined>): string {
  const set = Object.entries(parameters).filter((entry): entry is [string, string] => !!entry[1])
  return set.length > 0 ? `${path}?${new URLSearchParams(set)}` : path
}

/** The links of a list's pager; null where there is no further page. */
export interface Pager {
  next: string | null
  first: string | null
}

export const pagerOf = (
  path: string,
  filter: Record<string, string | undefined>,
  next: string | null,
  paged: boolean,
): Pager => ({
  next: next && addressWith(path, { ...filter, cursor: next }),
  first: paged ? addressWith(path, filter) : null,
})
