import { type CreateTableBuilder, type Kysely, PostgresAdapter } from 'kysely'

/** A table whose `id` counts up by itself and is never used twice, on both engines. */
export function tableWithId(db: Kysely<unknown>, name: string): CreateTableBuilder<string, 'id'> {
  const onPostgres = db.getExecutor().adapter instanceof PostgresAdapter
  return db.schema
    .createTable(name)
    .addColumn('id', 'integer', (column) =>
      onPostgres ? column.primaryKey().generatedByDefaultAsIdentity() : column.primaryKey().autoIncrement(),
    ) as CreateTableBuilder<string, 'id'>
}
