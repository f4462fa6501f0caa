import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { loadConfig, settingNames } from '#config'
import { read } from './source-files.ts'

test.each(['README.md', '.env.example'])('%s names every setting', (path) => {
  const text = read(path)
  expect(settingNames.filter((name) => !new RegExp(`\\b${name}\\b`).test(text))).toEqual([])
})

test('an archive that is tried beside the desk sends no mail, and its pages do not lead to the desk', () => {
  const [, line = ''] = /`(DATABASE_URL=file:\/tmp\/trial\/[^`]*) npm start`/.exec(read('README.md')) ?? []
  const secret = () => randomBytes(33).toString('base64')
  const { mail, server } = loadConfig({
    NODE_ENV: 'production',
    BASE_URL: 'https://desk.example.org',
    TRUST_PROXY: '1',
    SECRET_KEY: secret(),
    PEPPER: secret(),
    MAILGUN_API_KEY: 'key',
    MAILGUN_DOMAIN: 'mg.example.org',
    ...Object.fromEntries(line.split(' ').map((set) => set.split(/=(.*)/))),
  })
  expect(mail).toMatchObject({ smtp: null, mailgun: null })
  expect(server).toMatchObject({ secure: false, origin: `http://localhost:${server.port}` })
})
