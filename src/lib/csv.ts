export type Cell = string | number | null

/** One record of a CSV file (RFC 4180). */
export const csvLine = (cells: Cell[]) => `${cells.map(csvCell).join(',')}\r\n`

/** What a spreadsheet would take for a formula, also in full-width signs, is made text by a quotation mark before it. */
const formula = /^[=+\-@\t\r\n＝＋－＠]/

function csvCell(value: Cell): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const text = formula.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
