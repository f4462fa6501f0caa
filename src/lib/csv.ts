export type Cell = string | number | null

/** A record of a CSV file (RFC 4180). */
export const csvLine = (cells: Cell[]) => `${cells.map(csvCell).join(',')}\r\n`

/** A cell that a spreadsheet would evaluate as a formula, also in full-width characters, gets an apostrophe before it. */
const formula = /^[=+\-@\t\r\n＝＋－＠]/

function csvCell(value: Cell): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const text = formula.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
