import { csvFile, view } from '../http/answer.ts'
import { page } from '../http/route.ts'
import { numbersCsv, numbersFiles } from './csv.ts'
import { numbersModel } from './models.ts'
import { readNumbers } from './numbers.ts'

const place = '/admin/numbers'

export const numbersPages = [
  page.get(place, { for: 'admin' }, async ({ ctx }) =>
    view('numbers/index', 'Numbers', numbersModel(await readNumbers(ctx))),
  ),
  ...numbersFiles.map((file) =>
    page.get(`${place}/${file}`, { for: 'admin' }, async ({ ctx }) => {
      const lines = numbersCsv(await readNumbers(ctx), file)
      return csvFile({ filename: `numbers-${file}`, lines, log: ctx.log })
    }),
  ),
]
