import { expect, test } from 'vitest'
import { filesIn, read } from './source-files.ts'

/** The text between the bracket at a position and its closing one. */
function argumentsAt(text: string, open: number): string {
  let depth = 0
  for (let n = open; n < text.length; n++) {
    if (text[n] === '(') depth++
    if (text[n] === ')' && --depth === 0) return text.slice(open, n)
  }
  return ''
}

test('a job whose file mails people, or tells them, says so: a restore keeps back what may have gone out since', () => {
  const jobs = filesIn('src', '.ts').flatMap((path) => {
    const text = read(path)
    if (!/await (sendByJob|writeNotifications)\(/.test(text)) return []
    return [...text.matchAll(/\b(?:define|implement)Job\(/g)].map(({ index }) =>
      argumentsAt(text, text.indexOf('(', index)),
    )
  })
  expect(jobs.length).toBeGreaterThan(5)
  expect(jobs.filter((job) => !/\bmails\b/.test(job))).toEqual([])
})
