/** The subject of the desk's mails ("Re: [#49] My umbrella"), with any prefixes of a mail program. */
const inSubject = /^\s*(?:\p{L}{1,6}:\s*)+\[#([1-9]\d{0,9})\]/u
const alone = /^\s*(?:ticket|(?:ticket\s+)?(?:number|no|nr))[.:]*\s*#?\s*([1-9]\d{0,9})\s*$/i
/** In the first version it was /ticket/49. */
const inAddress = /^\s*(?:https?:\/\/[^\s/]+)?\/?tickets?\/([1-9]\d{0,9})(?:[/?#]\S*)?\s*$/i

/**
 * What to search for: for a mail's subject, "ticket 49" and a ticket's address only the number, as the other words need
 * not occur in the ticket.
 */
export function numberOrTyped(typed: string): string {
  const number = (inSubject.exec(typed) ?? alone.exec(typed) ?? inAddress.exec(typed))?.[1]
  return number === undefined ? typed : `${number} `
}
