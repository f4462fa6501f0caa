import type { DeleteResult, InsertResult, UpdateResult } from 'kysely'

interface Change {
  executeTakeFirst(): Promise<UpdateResult | DeleteResult | InsertResult>
}

/** How many rows a statement has updated, deleted or inserted. */
export async function countChanged(statement: Change): Promise<number> {
  const result = await statement.executeTakeFirst()
  if ('numUpdatedRows' in result) return Number(result.numUpdatedRows)
  return Number('numDeletedRows' in result ? result.numDeletedRows : (result.numInsertedOrUpdatedRows ?? 0))
}

/** Whether a conditional statement has changed a row: true for exactly one of several concurrent ones. */
export const hasChanged = async (statement: Change): Promise<boolean> => (await countChanged(statement)) > 0
