/** A ticket whose new title is still to be written into some of its search documents (…-search-parts). */
export interface SearchRenamesTable {
  ticket_id: number
  /** The first document that has the old title; moving it on writes those in between. */
  next_part: number
}

/** Which messages a search document is made of. */
export interface SearchPartsTable {
  ticket_id: number
  /** The first message; the last is the one before the next part's. */
  first_id: number
  part: number
  messages: number
}
