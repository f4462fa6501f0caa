import { Readable } from 'node:stream'
import { textFile, view } from '#platform/http/answer.ts'
import { page } from '#platform/http/route.ts'
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
      const text = Readable.from(numbersCsv(await readNumbers(ctx), file))
      return textFile({ filename: `numbers-${file}`, type: 'text/csv', text, log: ctx.log })
    }),
  ),
]
