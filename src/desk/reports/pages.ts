import { Readable } from 'node:stream'
import { textFile, view } from '#platform/http/answer.ts'
import { page } from '#platform/http/route.ts'
import { reportCsv, reportFiles } from './csv.ts'
import { reportModel } from './models.ts'
import { readReport } from './report.ts'

declare module '#platform/http/views.ts' {
  interface Views {
    'reports/index': ReturnType<typeof reportModel>
  }
}

const place = '/admin/reports'

export const reportsPages = [
  page.get(place, { for: 'admin' }, async ({ ctx }) =>
    view('reports/index', 'Reports', reportModel(await readReport(ctx))),
  ),
  ...reportFiles.map((file) =>
    page.get(`${place}/${file}`, { for: 'admin' }, async ({ ctx }) => {
      const text = Readable.from(reportCsv(await readReport(ctx), file))
      return textFile({ filename: `report-${file}`, type: 'text/csv', text, log: ctx.log })
    }),
  ),
]
