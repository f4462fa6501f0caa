import PostalMime from 'postal-mime'
import { expect, test } from 'vitest'
import { encodedSubject } from '#platform/mail/subject.ts'

test.each([
  '=?UTF-8?B?SGVsbG8=?=',
  'Re: [#5] =?utf-8?q?Caf=C3=A9?= and more',
  `=?UTF-8?B?SGVsbG8=?= ${'Grüße aus München 🙂 '.repeat(20)}end`,
  'What does =? mean',
  'A plain title',
])('%j reads as it was typed', async (subject) => {
  const sent = encodedSubject(subject)
  for (const word of sent.split(' ').filter((word) => word.startsWith('=?')))
    expect(word.length).toBeLessThanOrEqual(75)
  const { subject: read } = await PostalMime.parse(`Subject: ${sent.replaceAll('?= =?', '?=\r\n =?')}\r\n\r\nText`)
  expect(read).toBe(subject)
})
