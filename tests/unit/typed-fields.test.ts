import { describe, expect, test } from 'vitest'
import { tagsChange } from '#desk/tickets/schemas.ts'
import { asciiAddress, mailto } from '#lib/email-address.ts'
import { email } from '#people/accounts/schemas.ts'
import { line, prose } from '#platform/http/fields.ts'
import { keyOf } from '#platform/identity/account-queries.ts'

describe('a name', () => {
  const name = line('A name', 1, 40)

  test.each([
    ...[
      '\u3164',
      '\u2800',
      '\u115f\u1160',
      '\uffa0',
      '\u{e0041}\u{e0042}',
      '\u00ad',
      '\u200b\u2060',
      '\u034f',
      '\ufe0f',
    ],
    ...[
      '\u0301',
      ' \u0301',
      '\u20dd\u0300',
      '\u180e',
      '\u{1d159}',
      '\u{13441}',
      '\ufff9',
      '\ufffc',
      '\u{10ffff}',
      '\u061c \u200f',
    ],
  ])('of nothing to see is refused: %j', (text) => {
    expect(name.safeParse(text).success).toBe(false)
    expect(prose('A message', 8, 100).safeParse(text.repeat(9)).success).toBe(false)
    expect(tagsChange.safeParse({ tags: [text] }).success).toBe(false)
  })

  test.each(['\u3164', '\u2800\u200b', ' \u115f\n'])(
    'that may be left out is, where nothing is to be seen: %j',
    (text) => {
      expect(line('The location', 0, 40).parse(text.trim())).toBe('')
      expect(prose('The reason', 0, 40).parse(text)).toBe('')
    },
  )

  test.each(['a', 'é', '私', 'नि', '👩‍👩‍👧', '?', 'שׁ', 'ㅎ'])('of one sign in any script is a name: %j', (text) => {
    expect(name.safeParse(text).success).toBe(true)
  })
})

describe('an email address', () => {
  test.each([
    ...['anna@müller.example', 'anna@xn--mller-kva.example', 'a&b/c%d@example.org', "!#$%&'*+/=?^_`{|}~-@example.org"],
    ...['a.b+c@sub.example.co', 'anna@пример.рф', 'anna@例え.jp', 'a@b.xn--p1ai'],
  ])('is accepted: %j', (text) => {
    expect(email.safeParse(text)).toMatchObject({ data: text })
  })

  test.each([
    ...['anna', '@example.org', 'anna@', 'anna@localhost', 'anna@-a.example', 'anna@a..example', 'a b@example.org'],
    ...['.a@example.org', 'a.@example.org', 'a..b@example.org', '"a"@example.org', 'a@1.2.3.4', 'анна@example.org'],
    ...['a@example.org\nbcc: b@example.org', 'a,b@example.org', '<a@example.org>', `${'a'.repeat(65)}@example.org`],
    ...[`a@${'b.'.repeat(125)}example`, 'a@exa\u00admple.org\u0000', 'a@müller', 'a@[::1]'],
    ...['a@müller.example/b.example', 'a@müller.example?bcc=b%40b.example', 'a@müller.example#b', 'a@mül\nler.example'],
    ...['a@müller.example\\b', 'a@m%C3%BCllerö.example', 'a@example.org\tö'],
  ])('is refused: %j', (text) => {
    expect(email.safeParse(text).success).toBe(false)
  })

  test.each([
    [
      'jürgen@example.org',
      'Before the @ an email address can have only letters without accents (a to z), digits and symbols.',
    ],
    ['jürgen', 'This does not look like an email address.'],
    ['jurgen@müller', 'This does not look like an email address.'],
  ])('is refused with the reason: %j', (text, reason) => {
    expect(email.safeParse(text).error?.issues).toMatchObject([{ message: reason }])
  })

  test('is one and the same however its domain is written, and asked for as mail servers know it', () => {
    expect(keyOf('Anna@MÜLLER.example')).toBe(keyOf('anna@xn--mller-kva.example'))
    expect(asciiAddress('anna@müller.example')).toBe('anna@xn--mller-kva.example')
    expect(asciiAddress('a%b@example.org')).toBe('a%b@example.org')
  })

  test('is all that a link to write to it holds', () => {
    expect(mailto('anna+b@example.org')).toBe('mailto:anna%2Bb@example.org')
    expect(mailto('a?bcc=b%40b.example&c@example.org')).toBe('mailto:a%3Fbcc%3Db%2540b.example%26c@example.org')
  })
})
