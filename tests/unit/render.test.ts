import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { expect, onTestFinished, test, vi } from 'vitest'
import { renderTemplate } from '#platform/pages/render.ts'

test('what the view shows is safe in texts and attributes', () => {
  expect(renderTemplate('_icon', { name: `<"&'>` })).toContain('#&lt;&#34;&amp;&#39;&gt;"')
})

test('neither null nor undefined is shown', () => {
  expect(renderTemplate('_empty', { name: null, text: undefined })).not.toMatch(/null|undefined/)
})

test('a view sees what it is given and nothing else; an error names its file and line', () => {
  try {
    renderTemplate('_person', { face: 'green' })
    expect.unreachable()
  } catch (error) {
    expect(error).toMatchObject({ name: 'ReferenceError' })
    expect((error as Error).message).toMatch(/_person\.ejs:1\n.*person is not defined$/s)
  }
})

test('indentation is not sent', () => {
  const html = renderTemplate('mail/layout', { subject: 'S', body: 'B', site: { site_name: '' }, origin: '' })
  expect(html).toMatch(/^<!doctype html>\n<html lang="en">\n<head>\n/)
})

test('views are those that lay there at the start: a new version is put in their place under a desk that runs', () => {
  const read = vi.spyOn(fs, 'readFileSync').mockReturnValue('of another version')
  syncBuiltinESMExports()
  onTestFinished(() => {
    read.mockRestore()
    syncBuiltinESMExports()
  })
  expect(renderTemplate('_person', { person: { username: 'vera', display_name: 'Vera' } })).toContain('Vera')
})
