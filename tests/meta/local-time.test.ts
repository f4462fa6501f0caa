import { expect, test } from 'vitest'
import { filesIn, findLines } from './source-files.ts'

/** A Date as the machine's clock has it, and formatters that take its zone. */
const local =
  /\.(get|set)(FullYear|Month|Date|Day|Hours|Minutes)\(|getTimezoneOffset|toLocale(Date|Time)String|new Date\([^()]+,/

test('nothing of the program goes by the machine’s clock: the desk has one of its own', () => {
  expect(findLines(filesIn('src', '.ts'), local)).toEqual([])
  expect(findLines(filesIn('views', '.ejs'), local)).toEqual([])
})
