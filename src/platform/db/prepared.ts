const names = new Map<string, string>()

/**
 * From now on PostgreSQL prepares this statement once for each connection. A connection keeps its prepared statements
 * until it ends: use it only for a few texts.
 */
export function prepare(text: string): void {
  // With `*` the statement would fail on open connections once a column is added.
  if (/^select \*|"\.\*/.test(text)) throw new Error('a prepared statement names its columns')
  if (!names.has(text)) names.set(text, `supportme-${names.size + 1}`)
}

/** The name of the prepared statement, if the text is to be prepared. */
export const statementName = (text: string) => names.get(text)
