import { z } from 'zod'
import { nothing, ok } from '#platform/http/answer.ts'
import { api } from '#platform/http/route.ts'
import { changeSettings } from '#platform/settings/changes.ts'
import { settingsJson, showSettings } from '#platform/settings/json.ts'
import { removeLogo, replaceLogo } from '#platform/settings/logo.ts'
import { settingsChange } from '#platform/settings/schemas.ts'
import { failedLoginListJson, refusedAttemptsJson, showFailedLogin, showRefusedAttempts } from './json.ts'
import { readFailedLogins } from './lists.ts'
import { testMail } from './mail-test.ts'
import { readRefusedAttempts } from './refused-attempts.ts'
import { failedLoginsQuery } from './schemas.ts'

const settings = { for: 'admin', answers: { 200: settingsJson }, idempotent: false } as const

const logoUpload = z.strictObject({
  content: z
    .base64('Must be base64.')
    .meta({ description: 'A PNG, JPEG, WebP or SVG picture of 100 kB at most; an SVG is drawn and stored as WebP.' }),
})

export const adminSettingsApi = [
  api.get(
    '/admin/failed-logins',
    {
      summary: 'Failed logins, newest first; `q` and `address` are the beginnings of name and address',
      for: 'admin',
      query: failedLoginsQuery,
      answers: { 200: failedLoginListJson },
    },
    async ({ ctx, query }) => {
      const { rows, next } = await readFailedLogins(ctx, query)
      return ok({ failed_logins: rows.map(showFailedLogin), next_cursor: next })
    },
  ),
  api.get(
    '/admin/refused-attempts',
    {
      summary: 'Failed attempts by people who were not logged in, in the last 24 hours; the 50 most frequent',
      for: 'admin',
      answers: { 200: refusedAttemptsJson },
    },
    async ({ ctx }) => ok(showRefusedAttempts(await readRefusedAttempts(ctx))),
  ),
  api.get('/admin/settings', { ...settings, summary: 'The settings, and what the environment says' }, ({ ctx }) =>
    ok(showSettings(ctx)),
  ),
  api.patch(
    '/admin/settings',
    {
      ...settings,
      summary:
        'Change settings; null takes one back to its value in the environment; for those of logins confirm who you are within ten minutes before',
      body: settingsChange,
    },
    async ({ ctx, actor, body }) => {
      await changeSettings(ctx, actor, body)
      return ok(showSettings(ctx))
    },
  ),
  api.put(
    '/admin/settings/logo',
    { ...settings, summary: 'Set the logo', scope: 'admin', body: logoUpload },
    async ({ ctx, actor, body }) => {
      await replaceLogo(ctx, actor, 'content', Buffer.from(body.content, 'base64'))
      return ok(showSettings(ctx))
    },
  ),
  api.delete(
    '/admin/settings/logo',
    { ...settings, summary: 'Go back to the logo of the environment', scope: 'admin', answers: { 204: null } },
    async ({ ctx, actor }) => {
      await removeLogo(ctx, actor)
      return nothing
    },
  ),
  api.post(
    '/admin/settings/test-mail',
    {
      ...settings,
      summary: 'Send yourself a mail now, to test the mail settings',
      scope: 'admin',
      answers: { 200: z.object({ to: z.string(), delivered: z.boolean() }) },
    },
    async ({ ctx, actor }) => ok(await testMail(ctx, actor)),
  ),
]
