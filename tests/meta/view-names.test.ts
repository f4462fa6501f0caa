import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { LayoutModel, Views } from '#platform/http/views.ts'
import '../../src/app.ts'
import { root } from './source-files.ts'
import { viewNames } from './view-names.ts'
import { readSource, viewPaths } from './view-source.ts'

type Names = typeof viewNames
type Named<N extends keyof Views> = N extends keyof Names ? Names[N][number] : string
/** Names in a view that its model does not have, and members of its model that the view does not use. */
type Wrong<N extends keyof Views> =
  | Exclude<Named<N>, keyof Views[N] | keyof LayoutModel>
  | Exclude<keyof Views[N], Named<N>>

// Checked by types only: tsc reports an error that names the view and the member.
const wrong: { [N in keyof Views]?: never } = {} as { [N in keyof Views]: Wrong<N> }
const withoutModel: Record<string, never> = {} as { [N in Exclude<keyof Names, keyof Views>]: string }

const sources = new Map(viewPaths.map((path) => [path, readSource(path)]))
const isPage = (path: string) => !/^\/(mail\/(?!captured)|layout)|\/_/.test(path)
const pages = viewPaths.filter(isPage)
const layoutNames = [
  'links',
  'flash',
  'me',
  'messages',
  'notifications',
  'page',
  'program_version',
  'queues',
  'site',
] satisfies (keyof LayoutModel)[]

/** Rewritten by: WRITE_VIEW_NAMES=1 npx vitest run --config tools/vitest.config.ts tests/meta/view-names.test.ts */
const listFile = join(root, 'tests/meta/view-names.ts')

test('view-names.ts, which the types of the models are checked against, lists what each page names', () => {
  const names = Object.fromEntries(pages.map((path) => [path.slice(1), sources.get(path)?.names]))
  const lines = Object.entries(names).map(
    ([view, list]) => `  '${view}': [${list?.map((name) => `'${name}'`).join(', ')}],`,
  )
  if (process.env.WRITE_VIEW_NAMES)
    return writeFileSync(
      listFile,
      `// biome-ignore format: one line for each view\nexport const viewNames = {\n${lines.join('\n')}\n} as const\n`,
    )
  expect([wrong, withoutModel]).toEqual([{}, {}])
  expect(names).toEqual(viewNames)
})

test('the layout names its own members, the body and nothing else', () => {
  expect(sources.get('/layout')?.names).toEqual(['body', ...layoutNames].sort())
})

const includes = [...sources].flatMap(([from, { includes }]) => includes.map((one) => ({ from, ...one })))

test('what is included exists', () => {
  expect(includes.length).toBeGreaterThan(100)
  expect(includes.filter(({ path }) => !sources.has(path))).toEqual([])
})

test('an included view gets exactly the members that it names', () => {
  const wrongly = includes.flatMap(({ from, path, given }) => {
    const { names = [], optional = [] } = sources.get(path) ?? {}
    const missing = names.filter((name) => !given.includes(name) && !optional.includes(name))
    const unused = given.filter((name) => !names.includes(name) && !optional.includes(name))
    return [
      ...missing.map((name) => `${from} does not give ${path} ${name}`),
      ...unused.map((name) => `${from} gives ${path} ${name}`),
    ]
  })
  expect(wrongly).toEqual([])
})

test('no partial is there that nothing includes', () => {
  const partials = viewPaths.filter((path) => path.includes('/_') && path !== '/reference/_body')
  expect(partials.filter((path) => !includes.some((include) => include.path === path))).toEqual([])
})
