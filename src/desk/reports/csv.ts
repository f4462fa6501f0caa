import { type Cell, csvLine } from '#lib/csv.ts'
import { inSeconds } from './json.ts'
import type { Report } from './report.ts'

/** One file for each table of the page. */
const files = {
  'days.csv': ({ days }: Report): Cell[][] => [
    ['day', 'opened', 'closed'],
    ...days.map(({ day, opened, closed }) => [day, opened, closed]),
  ],
  'medians.csv': ({ first_answer, closing }: Report): Cell[][] => [
    ['until', 'median_seconds', 'tickets'],
    ['first_answer', inSeconds(first_answer.median), first_answer.tickets],
    ['closing', inSeconds(closing.median), closing.tickets],
  ],
  'open.csv': ({ open }: Report): Cell[][] => [
    ['age', 'tickets'],
    ...open.map(({ label, tickets }) => [label, tickets]),
  ],
  'assistants.csv': ({ assistants }: Report): Cell[][] => [
    ['id', 'username', 'name', 'open', 'escalated', 'closed', 'median_seconds_to_close'],
    ...assistants.map(({ person: { id, username, display_name }, open, escalated, closed, median }) => [
      id,
      username,
      display_name,
      open,
      escalated,
      closed,
      inSeconds(median),
    ]),
  ],
}

export type ReportFile = keyof typeof files
export const reportFiles = Object.keys(files) as ReportFile[]

export const reportCsv = (report: Report, file: ReportFile): string[] => files[file](report).map(csvLine)
