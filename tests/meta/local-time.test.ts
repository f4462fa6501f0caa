import { expect, test } from 'vitest'
import { filesIn, findLines } from './source-files.ts'

/** Calls that use the machine's clock or time zone. */
const local =
  /\.(get|set)(FullYear|Month|Date|Day|Hours|Minutes)\(|getTimezoneOffset|toLocale(Date|Time)String|new Date\([^()]+,/

test('nothing of the program goes by the machine’s clock: the desk has one of its own', () => {
  expect(findLines(filesIn('src', '.ts'), local)).toEqual([])
  expect(findLines(filesIn('views', '.ejs'), local)).toEqual([])
})
