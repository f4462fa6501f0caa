const names = new Map<string, string>()

/**
 * From now on PostgreSQL parses this statement once for each connection, and plans it anew only where it gains by
 * that. The statements of a connection are kept until it ends: only for texts of which there are few.
 */
export function prepare(text: string): void {
  // A column more would make the statement fail for as long as the connection lasts.
  if (/^select \*|"\.\*/.test(text)) throw new Error('a prepared statement names its columns')
  if (!names.has(text)) names.set(text, `supportme-${names.size + 1}`)
}

/** The name by which PostgreSQL keeps the statement, if it is to. */
export const statementName = (text: string) => names.get(text)
