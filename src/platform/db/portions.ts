/**
 * Yields all rows of a list, a few at a time, so that no statement grows with the list.
 *
 * @param first a cursor before all rows
 * @param read returns up to `size` rows after a row, in the order of an index
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
