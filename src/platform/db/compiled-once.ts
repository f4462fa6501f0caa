import type { Compilable, CompiledQuery } from 'kysely'
import { BoundedMap } from '#lib/bounded-map.ts'
import type { Database } from './client.ts'
import { prepare } from './prepared.ts'

type Values = Record<string, number | string>

interface CompiledShape {
  compiled: CompiledQuery
  /** What each parameter takes: the value of a name, or a constant. */
  parameters: ({ name: string } | { constant: unknown })[]
}

/** Stands for a value while a query is built; no real value looks like it. */
const placeholder = (position: number) => Number.MIN_SAFE_INTEGER + position

interface Options {
  /** Values that are the same for everybody. */
  constants?: readonly unknown[]
  /** Whether PostgreSQL keeps the statement too; not where its plan is to go by the values. */
  prepared?: boolean
}

/** Of more shapes than this, the oldest are built again. */
const mostShapes = 300

/**
 * A query that is built and compiled once for each `shape` and then only run: building one takes Kysely
 * longer than running it takes SQLite. Every value must come from `values`; one from elsewhere would be
 * kept and given to everybody, and is therefore refused, unless it is one of `constants`.
 */
export function compiledOnce<V extends Values, S extends object, Row>(
  build: (db: Database, values: V, shape: S) => Compilable<Row>,
  { constants = [], prepared = true }: Options = {},
) {
  const shapesOf = new WeakMap<object, Map<string, CompiledShape>>()
  const compiledFor = (db: Database, values: V, shape: S): CompiledShape => {
    const { adapter } = db.getExecutor()
    const shapes = shapesOf.get(adapter) ?? new BoundedMap<string, CompiledShape>(mostShapes)
    shapesOf.set(adapter, shapes)
    const key = JSON.stringify(shape)
    const known = shapes.get(key)
    if (known) return known
    const query = compile(() => build(db, placeholders(values), shape), values, constants)
    if (prepared) prepare(query.compiled.sql)
    shapes.set(key, query)
    return query
  }
  return async (db: Database, values: V, shape: S): Promise<Row[]> => {
    const query = compiledFor(db, values, shape)
    const parameters = query.parameters.map((one) => ('name' in one ? values[one.name] : one.constant))
    const { rows } = await db.executeQuery({ ...query.compiled, parameters })
    return rows as Row[]
  }
}

const placeholders = <V extends Values>(values: V) =>
  Object.fromEntries(Object.keys(values).map((name, n) => [name, placeholder(n)])) as V

function compile(build: () => Compilable, values: Values, constants: readonly unknown[]): CompiledShape {
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
