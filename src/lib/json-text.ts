type Rows = AsyncIterable<object[]>

const isList = (value: unknown): value is Rows =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value

/** An object as JSON, in pieces; a member with an iterator of rows becomes an array with one row on each line. */
export async function* jsonText(members: Record<string, unknown>): AsyncGenerator<string> {
  let before = '{\n'
  for (const [name, value] of Object.entries(members)) {
    yield `${before}  ${JSON.stringify(name)}: `
    if (isList(value)) yield* listText(value)
    else yield JSON.stringify(value)
    before = ',\n'
  }
  yield '\n}\n'
}

async function* listText(portions: Rows): AsyncGenerator<string> {
  let before = '['
  for await (const rows of portions) {
    if (rows.length === 0) continue
    yield before + rows.map((row) => `\n    ${JSON.stringify(row)}`).join(',')
    before = ','
  }
  yield before === '[' ? '[]' : '\n  ]'
}
