import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { collectActions, type NamedAction } from '#platform/activity/registry.ts'
import { features } from '../../src/features.ts'
import { filesIn, findLines, read, root } from './source-files.ts'

const sources = filesIn('src', '.ts')
const defining = sources.filter((path) => /\bdefineAction</.test(read(path)))

const inActivity = /(^|[/-])activity\.ts$/

test('actions are defined in activity.ts alone, and recorded by name', () => {
  expect(defining.length).toBeGreaterThan(8)
  expect(defining.filter((path) => !inActivity.test(path))).toEqual([])
  // An action defined elsewhere would not be registered, and would have no phrase in the log.
  expect(findLines(sources, /\brecord(All)?\(ctx, \{/)).toEqual([])
})

test('every action and System line that can be stored has its text', async () => {
  const unregistered: string[] = []
  let actions = 0
  for (const path of defining) {
    const defined = read(path).match(/^(export )?const \w+ = defineAction</gm) ?? []
    const module = (await import(pathToFileURL(root + path).href)) as Record<string, NamedAction>
    const here = Object.values(module).filter((value) => typeof value === 'object' && 'name' in value)
    expect([path, here.length]).toEqual([path, defined.length])
    actions += here.length
    for (const { name, formerly = [], line } of here) {
      for (const stored of [name, ...formerly]) if (!features.actions.textOf(stored)) unregistered.push(stored)
      if (line && !features.actions.lineTextOf(line.name ?? name)) unregistered.push(`line ${line.name ?? name}`)
    }
  }
  expect(unregistered).toEqual([])
  expect(actions).toBeGreaterThan(40)
})

const closed = { name: 'closed', phrase: 'closed {the ticket}' }

test.each<[string, NamedAction]>([
  ['phrase', { name: 'closed', phrase: 'closed {the shop}' }],
  ['phrase under a former name', { name: 'shut', formerly: ['closed'], phrase: 'shut {the ticket}' }],
  ['sentence', { ...closed, sentence: 'closed your ticket' }],
  ['name for what was closed', { ...closed, thing: 'shop' }],
])('two actions of one name cannot differ in their %s', (_what, other) => {
  expect(() => collectActions([{ closed }, { other }])).toThrow('Two actions are stored as "closed"')
})

test('two System lines of one name cannot differ in their text', () => {
  const line = (text: string) => ({ line: { name: 'shut', text } })
  const [one, other] = [
    { ...closed, ...line('shut this ticket') },
    { ...closed, ...line('closed this ticket') },
  ]
  expect(() => collectActions([{ one, other }])).toThrow('Two actions are stored as "shut"')
})

test('an action is read under the names by which earlier versions stored it', () => {
  expect(features.actions.textOf('erased')).toEqual(features.actions.textOf('deleted'))
})
