import type { Panel } from '#context'
import { formatTime } from '#lib/format-time.ts'
import { reportedOf } from './json.ts'
import { messagesAreOn } from './policy.ts'
import { listOpenReports } from './report-queries.ts'

const shown = 3

/** Reports, on the home page of staff until they are settled. */
export const reportPanel: Panel = {
  on: 'home',
  async read(ctx, viewer) {
    if (!viewer.is_staff || !messagesAreOn(ctx)) return null
    const reports = await listOpenReports(ctx, viewer.id, shown)
    if (reports.length === 0) return null
    return {
      title: 'Reported messages',
      rows: reports.map((row) => ({
        href: `/message-reports/${row.id}`,
        title: row.reason,
        detail: `Messages with ${reportedOf(row).display_name}, ${formatTime(ctx, row.reported_at).full}`,
      })),
      more: { href: '/message-reports', label: 'All reports' },
    }
  },
}
