import type { Compilable, CompiledQuery } from 'kysely'
import type { Database } from './client.ts'

type Values = Record<string, number | string>
type Shape = Record<string, unknown>

interface Kept {
  compiled: CompiledQuery
  /** What each parameter takes: the value of a name, or a constant. */
  parameters: ({ name: string } | { constant: unknown })[]
}

/** Stands for a value while a query is built; no real value looks like it. */
const placeholder = (position: number) => Number.MIN_SAFE_INTEGER + position

/**
 * A query that is built and compiled once for each `shape` and then only run: building one takes Kysely
 * longer than running it takes SQLite. Every value must come from `values`; one from elsewhere would be
 * kept and given to everybody, and is therefore refused, unless it is one of `constants`.
 */
export function compiledOnce<V extends Values, S extends Shape, Row>(
  build: (db: Database, values: V, shape: S) => Compilable<Row>,
  constants: readonly unknown[] = [],
) {
  const kept = new WeakMap<object, Map<string, Kept>>()
  return async (db: Database, values: V, shape: S): Promise<Row[]> => {
    const { adapter } = db.getExecutor()
    const shapes = kept.get(adapter) ?? new Map<string, Kept>()
    const key = Object.values(shape).join()
    const query = shapes.get(key) ?? compile(() => build(db, placeholders(values), shape), values, constants)
    kept.set(adapter, shapes.set(key, query))
    const parameters = query.parameters.map((one) => ('name' in one ? values[one.name] : one.constant))
    const { rows } = await db.executeQuery({ ...query.compiled, parameters })
    return rows as Row[]
  }
}

const placeholders = <V extends Values>(values: V) =>
  Object.fromEntries(Object.keys(values).map((name, n) => [name, placeholder(n)])) as V

function compile(build: () => Compilable<unknown>, values: Values, constants: readonly unknown[]): Kept {
  const compiled = build().compile()
  // Kysely writes some numbers into the text, where they would stand for everybody: `eb.val` makes them parameters.
  if (Object.keys(values).some((_, n) => compiled.sql.includes(String(placeholder(n)))))
    throw new Error('a query compiled once has no value in its text')
  const parameters = compiled.parameters.map((parameter) => {
    const name = Object.keys(values).find((_, n) => placeholder(n) === parameter)
    if (name !== undefined) return { name }
    if (constants.includes(parameter)) return { constant: parameter }
    throw new Error('a query compiled once takes every value from its values')
  })
  return { compiled, parameters }
}
