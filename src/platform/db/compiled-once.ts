import { type Compilable, type CompiledQuery, sql } from 'kysely'
import { BoundedMap } from '#lib/bounded-map.ts'
import type { Database } from './client.ts'
import { prepare } from './prepared.ts'
import { runCompiled } from './statements.ts'

type Values = Record<string, number | string>

interface CompiledShape {
  compiled: CompiledQuery
  /** How each parameter is filled: with the value of a name, or with a constant. */
  parameters: ({ name: string } | { constant: unknown })[]
}

/** Marks the place of a value while a query is built; no real value looks like it. */
const placeholder = (position: number) => Number.MIN_SAFE_INTEGER + position

export interface CompileOptions {
  /** Values that are the same in every run. */
  constants?: readonly unknown[]
  /** Whether PostgreSQL keeps a prepared statement too; not if its plan should depend on the values. */
  prepared?: boolean
  /** With more shapes than this PostgreSQL prepares none: each connection would hold them until it ends. */
  mostPrepared?: number
}

/** How many compiled shapes are kept; the oldest are discarded. */
const mostShapes = 300

/**
 * A query that is built and compiled once for each `shape` and then only run: building one takes Kysely longer than
 * running it takes SQLite. Every value must come from `values`: any other would be compiled in and used for everybody,
 * and therefore throws, unless it is one of `constants`.
 */
export function compiledOnce<V extends Values, S extends object, Row>(
  build: (db: Database, values: V, shape: S) => Compilable<Row>,
  { constants = [], prepared = true, mostPrepared = Number.POSITIVE_INFINITY }: CompileOptions = {},
) {
  let kept = 0
  const shapesOf = new WeakMap<object, Map<string, CompiledShape>>()
  const compiledFor = (db: Database, values: V, shape: S): CompiledShape => {
    const { adapter } = db.getExecutor()
    const shapes = shapesOf.get(adapter) ?? new BoundedMap<string, CompiledShape>(mostShapes)
    shapesOf.set(adapter, shapes)
    const key = JSON.stringify(shape)
    const known = shapes.get(key)
    if (known) return known
    const query = compile(() => build(db, placeholders(values), shape), values, constants)
    if (prepared && kept < mostPrepared) {
      prepare(query.compiled.sql)
      kept += 1
    }
    shapes.set(key, query)
    return query
  }
  return async (db: Database, values: V, shape: S): Promise<Row[]> => {
    const query = compiledFor(db, values, shape)
    const parameters = query.parameters.map((one) => ('name' in one ? values[one.name] : one.constant))
    const { rows } = await runCompiled(db, { ...query.compiled, parameters })
    return rows as Row[]
  }
}

const placeholders = <V extends Values>(values: V) =>
  Object.fromEntries(Object.keys(values).map((name, n) => [name, placeholder(n)])) as V

function compile(build: () => Compilable, values: Values, constants: readonly unknown[]): CompiledShape {
  const compiled = build().compile()
  // Kysely writes some numbers into the SQL text, where they would be used for everybody: `eb.val` makes them
  // parameters.
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

type Cell = number | string | null

interface RowsShape {
  columns: string[]
  /** Which cells are null, row by row. */
  nulls: boolean[][]
}

/** Inserts of more rows are rare, and each number of rows is a statement of its own. */
const mostRows = 4

/**
 * An insert of a few rows that is built once for each number of rows and each combination of nulls.
 *
 * @param build gets the rows with placeholders, which are filled in later
 */
export function insertedOnce<R extends object, Row>(build: (db: Database, rows: R[]) => Compilable<Row>) {
  const few = compiledOnce((db, values: Values, { columns, nulls }: RowsShape) => {
    const cell = (column: string, n: number, isNull: boolean | undefined) =>
      isNull ? sql.lit(null) : values[`${column}_${n}`]
    const rows = nulls.map((row, n) => Object.fromEntries(columns.map((one, at) => [one, cell(one, n, row[at])])))
    return build(db, rows as R[])
  })
  return async (db: Database, rows: R[]): Promise<Row[]> => {
    if (rows.length > mostRows) return (await db.executeQuery(build(db, rows).compile())).rows as Row[]
    const columns = Object.keys(rows[0] ?? {})
    const values: Values = {}
    const nulls = rows.map((row, n) =>
      columns.map((column) => {
        const cell = (row as Record<string, Cell>)[column] ?? null
        if (cell !== null) values[`${column}_${n}`] = cell
        return cell === null
      }),
    )
    return few(db, values, { columns, nulls })
  }
}
