import { day } from '#lib/durations.ts'

/** The ages of open tickets in the report; each ends where the next begins. */
export const ages = [
  { key: 'under_1_day', label: 'Less than a day', from: 0, until: day },
  { key: '1_to_3_days', label: '1 to 3 days', from: day, until: 3 * day },
  { key: '3_to_7_days', label: '3 to 7 days', from: 3 * day, until: 7 * day },
  { key: '1_to_4_weeks', label: '1 to 4 weeks', from: 7 * day, until: 28 * day },
  { key: 'over_4_weeks', label: 'More than 4 weeks', from: 28 * day, until: null },
] as const
