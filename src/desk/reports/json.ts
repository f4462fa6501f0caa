import { z } from 'zod'
import { isoTime } from '#lib/format-time.ts'
import { personJson } from '#platform/identity/json.ts'
import { personOf } from '#platform/identity/people.ts'
import { ages } from './ages.ts'
import type { Median } from './queries.ts'
import type { Report } from './report.ts'

const time = z.iso.datetime()
const seconds = z.number().nullable()
const median = z.object({ median_seconds: seconds, tickets: z.int() })
const ageKeys = ages.map(({ key }) => key)

export const reportJson = z.object({
  from: time,
  until: time,
  days: z.array(z.object({ day: z.iso.date(), opened: z.int(), closed: z.int() })),
  first_answer: median.meta({
    description:
      'From opening to the first answer, of those first answered in the period; without those that staff opened.',
  }),
  closing: median.meta({ description: 'From opening to closing, of those closed in the period.' }),
  open: z.array(z.object({ age: z.enum(ageKeys), tickets: z.int() })),
  assistants: z.array(
    z.object({
      person: personJson,
      open: z.int(),
      escalated: z.int(),
      closed: z.int(),
      median_seconds_to_close: seconds,
    }),
  ),
})

export const inSeconds = (milliseconds: number | null) => (milliseconds === null ? null : milliseconds / 1000)
const showMedian = ({ median, tickets }: Median) => ({ median_seconds: inSeconds(median), tickets })

export const showReport = (report: Report): z.input<typeof reportJson> => ({
  from: isoTime(report.from),
  until: isoTime(report.until),
  days: report.days,
  first_answer: showMedian(report.first_answer),
  closing: showMedian(report.closing),
  open: report.open.map(({ key, tickets }) => ({ age: key, tickets })),
  assistants: report.assistants.map(({ person, open, escalated, closed, median }) => ({
    person: personOf(person),
    open,
    escalated,
    closed,
    median_seconds_to_close: inSeconds(median),
  })),
})
