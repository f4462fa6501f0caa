import { expect, test } from 'vitest'
import { renderTemplate, sourceOf } from '#platform/http/render.ts'

const rendered = (view: string, x: unknown = undefined) =>
  new Function('x', 'escaped', sourceOf(view))(x, (value: unknown) => `[${value}]`)

test('code runs, values are escaped or left as they are, comments are dropped', () => {
  expect(rendered('a <% for (const n of x) { %><%= n %><%- n %>,<% } %><%# not this %> "b"\\', [1, 2])).toBe(
    'a [1]1,[2]2, "b"\\',
  )
})

test('a tag that ends with a hyphen takes its line break along', () => {
  expect(rendered('<% if (x) { -%>\nyes\n<% } -%>\n\nend', true)).toBe('yes\n\nend')
})

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
    expect(error).toMatchObject({ name: 'ReferenceError', message: 'person is not defined' })
    expect((error as Error).stack).toMatch(/views\/_person\.ejs:1:/)
  }
})

test('indentation is not sent', () => {
  const html = renderTemplate('mail/layout', { subject: 'S', body: 'B', site: { site_name: '' }, origin: '' })
  expect(html).toMatch(/^<!doctype html>\n<html lang="en">\n<head>\n/)
})
