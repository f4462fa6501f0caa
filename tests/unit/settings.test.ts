import { randomBytes } from 'node:crypto'
import { parseEnv } from 'node:util'
import { describe, expect, test } from 'vitest'
import { type Environment, loadConfig, settingNames } from '#config'
import { misspelt } from '#config/misspelt.ts'
import { settingWarnings } from '#config/warnings.ts'

const secrets = { SECRET_KEY: 'a secret key for tests', PEPPER: 'a pepper for tests alone' }

function refusal(env: Environment): string {
  try {
    loadConfig({ ...secrets, ...env })
  } catch (error) {
    return (error as Error).message
  }
  return ''
}

const wrong: [name: string, sentence: RegExp, ...values: string[]][] = [
  [
    'TRUST_PROXY',
    /must say how many proxies/,
    'true',
    'on',
    'yes',
    'nginx',
    '10.0.0.0/99',
    '1.2.3',
    '10.0.0.1,all',
    '*',
  ],
  ['PORT', /must be a whole number from 0 to 65535/, '-1', '70000', '3000.5', '0x10', '1e3', 'three', '3000;'],
  [
    'BASE_URL',
    /must be an address such as/,
    'desk.example.org',
    'https//x',
    'http://',
    'http://localhost:99999',
    'http://a/b',
    'http://u:p@a',
    'ftp://a',
  ],
  [
    'DATABASE_URL',
    /must be file:PATH or postgres/,
    'mysql://a/b',
    'file:',
    'postgres://',
    'postgres://desk:100%@db/desk',
    'data.db',
  ],
  ['MAIL_URL', /must be smtp/, 'mail.example.org', 'smtp://', 'http://mail', 'smtp://a:100%@mail', 'OFF'],
  ['RATE_LIMITS', /must be on or off/, 'maybe', 'On'],
  ['SESSION_HOURS', /must be a whole number from 1 to 8760/, '0', 'day'],
  ['WORKER', /must be inside or apart/, 'outside'],
  ['LOG_LEVEL', /must be fatal, error, warn, info, debug, trace or silent/, 'loud'],
  [
    'SITE_LOGO',
    /must be an address on this site/,
    'logo.png',
    'https://cdn.example.org/a.png',
    '//cdn.example.org/a.png',
  ],
  ['SITE_COLOR', /must be like #8a2f6b/, 'red', '#fff'],
  ['SITE_NAME', /can have at most 60 characters/, 'x'.repeat(61)],
  ['ADMIN_EMAIL', /must be an email address/, 'boss'],
  ['MAILGUN_DOMAIN', /must be a domain/, 'https://mg.example.org'],
]

test.each(wrong)('%s %s', (name, sentence, ...values) => {
  for (const value of values) {
    const line =
      refusal({ [name]: value })
        .split('\n')
        .find((line) => line.startsWith(`  ${name} `)) ?? ''
    expect(line, value).toMatch(sentence)
  }
})

test.each(['', '0', '1', 'off', '10.0.0.1', '10.0.0.0/8, ::1', 'loopback', 'uniquelocal,2001:db8::/32'])(
  'TRUST_PROXY takes %j',
  (TRUST_PROXY) => {
    expect(refusal({ TRUST_PROXY })).toBe('')
  },
)

test.each([
  [{ ADMIN_EMAIL: 'a@example.com' }, 'ADMIN_PASSWORD is missing: ADMIN_EMAIL does nothing without it'],
  [{ ADMIN_PASSWORD: 'tulips in the garden' }, 'ADMIN_EMAIL is missing: ADMIN_PASSWORD does nothing without it'],
  [{ MAILGUN_API_KEY: 'x' }, 'MAILGUN_DOMAIN is missing: MAILGUN_API_KEY does nothing without it'],
  [{ MAILGUN_DOMAIN: 'mg.example.org' }, 'MAILGUN_API_KEY is missing: MAILGUN_DOMAIN does nothing without it'],
  [
    { MAIL_URL: 'smtp://mail', MAILGUN_API_KEY: 'x', MAILGUN_DOMAIN: 'mg.example.org' },
    'MAILGUN_API_KEY cannot be set together with MAIL_URL: mail goes out in one way',
  ],
  [
    { ADMIN_EMAIL: ' ', ADMIN_PASSWORD: 'x'.repeat(8) },
    'ADMIN_EMAIL is missing: ADMIN_PASSWORD does nothing without it',
  ],
])('settings that were half made are refused: %j', (env, line) => {
  expect(refusal(env)).toBe(`These settings are wrong:\n  ${line}`)
})

test('what files leave around a value does not count, and what is blank is not set', () => {
  const { production, rateLimits, workerInside, mail } = loadConfig({
    SECRET_KEY: randomBytes(33).toString('base64'),
    PEPPER: randomBytes(33).toString('base64'),
    NODE_ENV: 'production\r',
    BASE_URL: 'https://desk.example.org\n',
    RATE_LIMITS: ' on ',
    WORKER: 'apart\n',
    MAIL_FROM: ' ',
  })
  expect({ production, rateLimits, workerInside, from: mail.from }).toEqual({
    production: true,
    rateLimits: true,
    workerInside: false,
    from: 'desk@desk.example.org',
  })
})

test('an https address without a word about proxies is warned of', () => {
  const of = (env: Environment) => settingWarnings(env, settingNames)
  expect(of({ BASE_URL: 'https://desk.example.org' })).toEqual([
    expect.stringMatching(/^TRUST_PROXY is not set: all people count as one client/),
  ])
  for (const TRUST_PROXY of ['1', 'off']) expect(of({ BASE_URL: 'https://desk.example.org', TRUST_PROXY })).toEqual([])
  expect(of({ BASE_URL: 'http://localhost:3000' })).toEqual([])
})

test('a value that .env cuts off at a # is warned of, unless it is in force as a whole', () => {
  const cut = ['SITE_COLOR=#8a2f6b', 'SITE_NAME=Room #1 and#2', 'export PEPPER = ab#c', 'TIME_ZONE=UTC#']
  const whole = [
    "SITE_LOGO='/a#b'",
    'SECRET_KEY="a#b"',
    'PORT=3000 # not 80',
    'HOST= # all',
    '# MAIL_FROM=a#b',
    'OTHER=a#b',
  ]
  const file = [...cut, ...whole].join('\n')
  const of = (env: Environment) => settingWarnings(env, settingNames, file).map((text) => text.split(' ')[5])
  expect(of(parseEnv(file))).toEqual(['SITE_COLOR', 'PEPPER', 'TIME_ZONE'])
  expect(of({ ...parseEnv(file), PEPPER: 'ab#c', SITE_COLOR: '#8a2f6b' })).toEqual(['TIME_ZONE'])
})

describe('a setting that is misspelt', () => {
  test.each([
    ['SESION_HOURS', 'SESSION_HOURS'],
    ['Base_Url', 'BASE_URL'],
    ['secret-key', 'SECRET_KEY'],
    ['MAILGUN_DOMAIN_REGON', 'MAILGUN_DOMAIN_REGION'],
    ['DATABSE_URL', 'DATABASE_URL'],
    ['FORGET_NEWS_AFTER_DAYS', 'NOTIFICATION_RETENTION_DAYS'],
    ['CAUGHT_MAIL_RETENTION_DAYS', 'CAPTURED_MAIL_RETENTION_DAYS'],
  ])('%s is told from %s', (set, meant) => {
    expect(misspelt({ [set]: 'x' }, settingNames)).toEqual([[set, meant]])
  })

  test.each(['HOME', 'HOSTNAME', 'PATH', 'POST', 'LOGNAME', 'MAIL', 'SESSION_ID', 'DATABASE_HOST', 'NODE_OPTIONS'])(
    '%s is somebody else’s',
    (name) => {
      expect(misspelt({ [name]: 'x' }, settingNames)).toEqual([])
    },
  )
})
