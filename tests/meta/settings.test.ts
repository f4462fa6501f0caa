import { expect, test } from 'vitest'
import { settingNames } from '#config'
import { read } from './source-files.ts'

test.each(['README.md', '.env.example'])('%s names every setting', (path) => {
  const text = read(path)
  expect(settingNames.filter((name) => !new RegExp(`\\b${name}\\b`).test(text))).toEqual([])
})
