/** A ticket whose new title has yet to be written into some of its search documents (migration …-search-parts). */
export interface SearchRenamesTable {
  ticket_id: number
  /** The first document that still has the old title. */
  next_part: number
}

/** Which messages a search document contains. */
export interface SearchPartsTable {
  ticket_id: number
  /** The first message; the last is the one before the next part's first. */
  first_id: number
  part: number
}

/** Progress in indexing what an earlier version has stored (migration …-search-documents): one row until done. */
export interface SearchBacklogTable {
  only: number
  /** This ticket's documents from `next_part` on are missing, and all documents of tickets before it. */
  ticket_id: number
  next_part: number
  /** This account and those with smaller ids can only be found by the beginning of their names. */
  account_id: number
}

/** The words of names and addresses by which people are found, normalised. */
export interface AccountWordsTable {
  account_id: number
  word: string
}
