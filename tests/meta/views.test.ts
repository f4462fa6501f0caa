import { expect, test } from 'vitest'
import { filesIn, findLines, linesOf, read } from './source-files.ts'

const views = filesIn('views', '.ejs')
/** Mail programs load no style sheet. */
const pages = views.filter((view) => view !== 'views/mail/layout.ejs')
const written = ['src', 'views', 'public/css', 'public/js', 'public/modules'].flatMap((folder) => filesIn(folder))

test('there are views to look at', () => {
  expect(views).toContain('views/layout.ejs')
})

test('views hold no style of their own', () => {
  expect(findLines(pages, /<style|\sstyle\s*=/i)).toEqual([])
})

test('views hold no script of their own', () => {
  const inline = views.filter((view) => /<script\b(?![^>]*\ssrc=)/i.test(withoutCode(read(view))))
  expect(inline).toEqual([])
  expect(findLines(views, /javascript:/i)).toEqual([])
})

test('views hold no event handlers', () => {
  expect(findLines(views, /[\s"']on[a-z]+\s*=\s*["']/i)).toEqual([])
})

test('scripts put in no markup, style or code that is text', () => {
  const scripts = ['public/js', 'public/modules'].flatMap((folder) => filesIn(folder, '.js'))
  expect(scripts.length).toBeGreaterThan(20)
  const text =
    /innerHTML|outerHTML|insertAdjacentHTML|document\.write|setAttribute\('style|\beval\(|new Function|createObjectURL/
  expect(findLines(scripts, text)).toEqual([])
})

test('views write unescaped only other views and values named for HTML', () => {
  const raw = views.flatMap((view) =>
    [...read(view).matchAll(/<%-\s*(.*?)\s*[-_]?%>/gs)].map(([, code = '']) => ({ view, code })),
  )
  expect(raw.length).toBeGreaterThan(0)
  expect(raw.filter(({ code }) => !isInclude(code) && !/^[\w.]*(html|body)$/.test(code))).toEqual([])
})

test('views are indented by two spaces, and no line has more than 140 columns', () => {
  const html = views.filter((view) => !view.endsWith('.text.ejs'))
  expect(html.length).toBeGreaterThan(50)
  expect(findLines(html, /^( {2})* \S|\t|\s$/)).toEqual([])
  expect(findLines(views, /^.{141}/)).toEqual([])
})

test('each class that a view names is one that a style sheet knows', () => {
  const styled = new Set(filesIn('public/css').flatMap((path) => read(path).match(/(?<=\.)[a-z][\w-]*/g) ?? []))
  const named = pages.flatMap((view) =>
    [...read(view).matchAll(/\sclass="((?:<%.*?%>|[^"])*)"/gs)].flatMap(([, classes = '']) =>
      classes
        .replaceAll(/<%.*?%>/gs, ' ')
        .split(/\s+/)
        .filter((name) => name && !name.endsWith('--') && !styled.has(name))
        .map((name) => `${view}: ${name}`),
    ),
  )
  expect(named).toEqual([])
})

test('where a view shows what a person has typed, the text itself says its direction', () => {
  const typed = /<%= [^%]*\b(display_name|title|excerpt|sentence|flash\.text|queue\.label|name_tried)\b[^%]*%>/
  const ours = /\b(info|section|step|list|page)\.title|title === null|me\.is_staff/
  const shown = views
    .filter((view) => !view.endsWith('.text.ejs') && !/^views\/(reference|errors|reports|mail\/notice)/.test(view))
    .flatMap((view) => linesOf(view).map((line) => ({ view, line, text: line.replaceAll(attribute, '') })))
    .filter(({ text }) => typed.test(text) && !ours.test(text) && !text.includes('<title>'))
  expect(shown.length).toBeGreaterThan(20)
  expect(shown.filter(({ line }) => !line.includes('dir="auto"')).map(({ view, line }) => `${view}: ${line}`)).toEqual(
    [],
  )
})

test('no field cuts in silence what is typed into it', () => {
  expect(findLines(views, /maxlength/i)).toEqual([])
})

test('no file of the program has more than 200 lines', () => {
  expect(written.filter((path) => linesOf(path).length > 201)).toEqual([])
})

/** The text of one call of include. */
function isInclude(code: string): boolean {
  if (!code.startsWith('include(')) return false
  let depth = 0
  const end = [...code].findIndex((letter) => {
    if (letter === '(') depth += 1
    else if (letter === ')') depth -= 1
    return letter === ')' && depth === 0
  })
  return end === code.length - 1
}

/** An attribute other than `dir`, with the EJS code in its value. */
const attribute = /\s(?!dir=)[\w-]+="(?:<%.*?%>|[^"])*"/g

/** Without EJS code, in which a ">" would end a tag too early. */
const withoutCode = (text: string) => text.replaceAll(/<%.*?%>/gs, '')
