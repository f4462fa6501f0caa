/** Tables that stay small, however long a desk is used. */
const small = new Set([
  'settings',
  'schedules',
  'audit_head',
  'search_backlog',
  'pass_keys',
  'sqlite_master',
  'kysely_migration',
])

/** The aliases of tables in a statement. */
function tablesByAlias(sql: string): Map<string, string> {
  const named = sql.matchAll(/\b(?:from|join|update|into|,)\s*"?(\w+)"?(?:\s+as)?\s+"?(\w+)"?/gi)
  return new Map([...named].map(([, table = '', alias = '']) => [alias, table]))
}

const fromAnId = /^SEARCH (\w+) USING (INTEGER PRIMARY KEY) \(rowid[<>]/

/**
 * What SQLite walks through from end to end: a table, or an index whole where no LIMIT ends that; also a table from one
 * id on, which only looks like a search. Names that stand for what a statement has put together itself are no tables.
 *
 * @param steps of EXPLAIN QUERY PLAN
 */
export function scansOnSqlite(sql: string, steps: string[]): string[] {
  const aliases = tablesByAlias(sql)
  return steps.filter((step) => {
    const [, name = '', how = ''] = /^SCAN (\w+)(.*)$/.exec(step) ?? fromAnId.exec(step) ?? []
    const table = aliases.get(name) ?? name
    if (!isGrowing(sql, table)) return false
    if (how.includes('VIRTUAL TABLE')) return !/INDEX \d+:\S/.test(how)
    return !(how.includes('USING') && /\blimit\b/i.test(sql))
  })
}

/**
 * Derived tables and common table expressions are what their own steps say. A table that a statement does not name is
 * one that refers to the row being inserted: it is looked at only while a deferred constraint is violated, and there
 * are none.
 */
function isGrowing(sql: string, name: string): boolean {
  if (!/^[a-z]/i.test(name) || small.has(name) || !new RegExp(`\\b${name}\\b`).test(sql)) return false
  const derived = new RegExp(
    `\\)\\s*as\\s+"?${name}"?|"?${name}"?\\s*(\\([^)]*\\))?\\s+as\\s+(materialized\\s+)?\\(`,
    'i',
  )
  return !derived.test(sql) && name !== 'json_each' && !name.startsWith('pragma_')
}

interface Node {
  'Node Type': string
  'Relation Name'?: string
  Plans?: Node[]
}

/**
 * What PostgreSQL reads from end to end although it was told not to: there is no index that it could take. Which of
 * several it takes in a test's small tables says nothing of large ones; SQLite plans the same without a look at them.
 */
export function scansOnPostgres(plan: object): string[] {
  const node = plan as Node
  const table = node['Relation Name']
  const inner = (node.Plans ?? []).flatMap(scansOnPostgres)
  return node['Node Type'] === 'Seq Scan' && table && !small.has(table) ? [`Seq Scan on ${table}`, ...inner] : inner
}
