/**
 * All rows of a list, a few at a time, so that no statement and no answer grows with the list.
 *
 * @param first stands before all rows
 * @param read up to `size` rows behind a row, in an order that an index has
 */
export async function* inPortions<Place extends object, Row extends Place>(
  size: number,
  first: Place,
  read: (size: number, after: Place) => Promise<Row[]>,
): AsyncGenerator<Row[]> {
  let after = first
  for (;;) {
    const rows = await read(size, after)
    const last = rows.at(-1)
    if (last) yield rows
    if (!last || rows.length < size) return
    after = last
  }
}
