import { describe, expect, test } from 'vitest'
import { withTransaction } from '#platform/db/transaction.ts'
import { updateAccount } from '#platform/identity/account-queries.ts'
import { startAuditedDesk } from './desk.ts'
import { addEntry } from './entries.ts'

const { world, customer, admin } = await startAuditedDesk()
const { ctx } = world

/** The cells of a file, as a parser of RFC 4180 reads them. */
function recordsOf(text: string): string[][] {
  const records: string[][] = [[]]
  const cells = text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)
  for (const [, quoted, plain = '', end] of cells) {
    records.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    if (end !== ',') records.push([])
  }
  return records.slice(0, -1)
}

const fileOf = async (query: string) => {
  const { text, headers } = await admin.pages.get(`/admin/audit.csv?${query}`).buffer(true).expect(200)
  // The byte order mark, by which spreadsheets recognise UTF-8.
  expect(text.startsWith('\ufeff')).toBe(true)
  return { text, headers, records: recordsOf(text.slice(1)) }
}

describe('the audit log as a file', () => {
  test('is a CSV file to be kept, with a heading and what the filters ask for, newest first', async () => {
    const { headers, records } = await fileOf(`who=${customer.id}`)
    expect(headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(headers['content-disposition']).toMatch(/^attachment; filename=audit-\d{4}-\d\d-\d\d\.csv$/)
    expect(headers['cache-control']).toBe('private, no-store')
    expect(records[0]?.slice(0, 6)).toEqual(['id', 'at', 'actor_id', 'actor', 'address', 'action'])
    const entries = (await admin.api.get(`/admin/audit?who=${customer.id}`).expect(200)).body.entries
    expect(records.slice(1).map(([id]) => Number(id))).toEqual(entries.map(({ id }: { id: number }) => id))
  })

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '＝1+1', '＠SUM(A1)'])(
    'makes %j no formula',
    async (name) => {
      await updateAccount(ctx, customer.id, { display_name: name })
      const { records } = await fileOf(`who=${customer.id}`)
      expect(records[1]?.[3]).toBe(`'${name}`)
    },
  )

  test('keeps commas, quotation marks and line breaks inside their cells', async () => {
    const name = 'Kim, "the\r\nquick"'
    await updateAccount(ctx, customer.id, { display_name: name })
    const { records } = await fileOf(`who=${customer.id}`)
    expect(records[1]?.[3]).toBe(name)
    expect(new Set(records.map((cells) => cells.length))).toEqual(new Set([11]))
  })

  test('has everything, however much that is, once each', async () => {
    await withTransaction(ctx, async (ctx) => {
      for (let n = 1; n <= 2345; n++)
        await addEntry(ctx, { actor_id: admin.id, action: 'many', entity: 'job', entity_id: n })
    })
    const { records } = await fileOf('action=many')
    const numbers = records.slice(1).map((cells) => Number(cells[7]))
    expect(numbers).toEqual(Array.from({ length: 2345 }, (_, n) => 2345 - n))
  })

  test('for nobody who exists is empty but for its heading', async () => {
    expect((await fileOf('who=nobodyatall')).records).toHaveLength(1)
  })

  test('that cannot even be begun is an error, and no file', async () => {
    await ctx.db.schema.alterTable('messages').renameTo('messages_away').execute()
    try {
      const { headers } = await admin.pages.get('/admin/audit.csv').expect(500)
      expect(headers).not.toHaveProperty('content-disposition')
    } finally {
      await ctx.db.schema.alterTable('messages_away').renameTo('messages').execute()
    }
  })
})
