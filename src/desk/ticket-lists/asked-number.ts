/** As each of the desk's mails has it ("Re: [#49] My umbrella"), whatever a mail program has put before it. */
const inSubject = /^\s*(?:\p{L}{1,6}:\s*)+\[#([1-9]\d{0,9})\]/u
const alone = /^\s*(?:ticket|(?:ticket\s+)?(?:number|no|nr))[.:]*\s*#?\s*([1-9]\d{0,9})\s*$/i
/** In the first version it was /ticket/49. */
const inAddress = /^\s*(?:https?:\/\/[^\s/]+)?\/?tickets?\/([1-9]\d{0,9})(?:[/?#]\S*)?\s*$/i

/**
 * What is looked for: of a mail's subject, of "ticket 49" and of the ticket's address the number alone, whose other words
 * no text of the ticket need have.
 */
export function withNumberAlone(asked: string): string {
  const number = (inSubject.exec(asked) ?? alone.exec(asked) ?? inAddress.exec(asked))?.[1]
  return number === undefined ? asked : `${number} `
}
