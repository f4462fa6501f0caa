/** A ticket whose new title is still to be written into some of its search documents (…-search-parts). */
export interface SearchRenamesTable {
  ticket_id: number
  /** The first document that has the old title. */
  next_part: number
}

/** Which messages a search document is made of. */
export interface SearchPartsTable {
  ticket_id: number
  /** The first message; the last is the one before the next part's. */
  first_id: number
  part: number
}

/** How far what an earlier version has stored is in the search (…-search-documents): one row, until all of it is. */
export interface SearchBacklogTable {
  only: number
  /** Of this ticket the documents from `next_part` on are missing, of those before it all. */
  ticket_id: number
  next_part: number
  /** This account and those before it are found only by how their names begin. */
  account_id: number
}

/** What people are found by: the words of their names and addresses, in one spelling. */
export interface AccountWordsTable {
  account_id: number
  word: string
}
