import type pg from 'pg'

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

/** A driver's client that sends prepared statements as such. */
export const preparing = (Client: typeof pg.Client): typeof pg.Client =>
  class extends Client {
    // biome-ignore lint/suspicious/noExplicitAny: one of many signatures
    override query(...given: any[]): any {
      const [text, values, ...rest] = given
      const name = names.get(text)
      const asked = name ? [{ name, text, values }, ...rest] : given
      return super.query(...(asked as Parameters<pg.Client['query']>))
    }
  } as typeof pg.Client
