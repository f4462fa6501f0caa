import { z } from 'zod'
import { csvFile, view } from '../http/answer.ts'
import { page } from '../http/route.ts'
import { numbersCsv, numbersFiles } from './csv.ts'
import { numbersModel } from './models.ts'
import { readNumbers } from './numbers.ts'

const place = '/admin/numbers'
const file = z.object({ file: z.enum(numbersFiles) })

export const numbersPages = [
  page.get(place, { for: 'admin' }, async ({ ctx }) =>
    view('numbers/index', 'Numbers', numbersModel(await readNumbers(ctx))),
  ),
  page.get(`${place}/:file`, { for: 'admin', params: file }, async ({ ctx, params }) => {
    const lines = numbersCsv(await readNumbers(ctx), params.file)
    return csvFile({ filename: `numbers-${params.file}`, lines, log: ctx.log })
  }),
]
