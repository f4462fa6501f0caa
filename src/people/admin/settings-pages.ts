import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { Context } from '#context'
import type { DomainError } from '#errors'
import { formatTime } from '#lib/format-time.ts'
import { seeOther, type ViewAnswer, view, withError } from '#platform/http/answer.ts'
import { asText, changedSince, withDrawn } from '#platform/http/drawn-fields.ts'
import { type Call, type Form, page } from '#platform/http/route.ts'
import { uploadedFile } from '#platform/http/uploaded-file.ts'
import { emptyForm } from '#platform/pages/router.ts'
import { changeSettings } from '#platform/settings/changes.ts'
import { checkColour } from '#platform/settings/colour.ts'
import { removeLogo, replaceLogo } from '#platform/settings/logo.ts'
import { mostLogoBytes } from '#platform/settings/logo-kinds.ts'
import { settingsForm } from '#platform/settings/schemas.ts'
import { testMail } from './mail-test.ts'

declare module '#platform/http/views.ts' {
  interface Views {
    'admin/settings': SettingsForms & {
      defaults: Record<string, string>
      set_here: string[]
      logo: { address: string | null; uploaded: boolean }
      colour: { hex: string } & ReturnType<typeof checkColour>
      mail: ReturnType<typeof mailWay>
      time: { zone: string; now: string }
    }
  }
}

type AdminCall = Pick<Call<'admin'>, 'ctx' | 'actor'>

const allAsText = (values: object) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, asText(value)]))

/** The stored settings; empty where the environment's value is used. */
function storedForm({ settings, config }: Context): Form {
  const fields = {
    ...Object.fromEntries(Object.keys(config.settings).map((name) => [name, ''])),
    ...allAsText(settings.stored),
  }
  return emptyForm(withDrawn(fields))
}

/** The product's default colour, as in public/css/tokens.css. */
const ownColour = '#8a2f6b'

const logoForm = z.strictObject({ logo: uploadedFile('a logo') })

interface SettingsForms {
  form: Form
  logo_form: Form
}

function showSettings({ ctx }: AdminCall, forms: Partial<SettingsForms> = {}): ViewAnswer {
  const { site_color, site_logo } = ctx.settings.current
  const colour = site_color ?? ownColour
  return view('admin/settings', 'Settings', {
    form: storedForm(ctx),
    logo_form: emptyForm(),
    defaults: { ...allAsText(ctx.config.settings), site_color: ctx.config.settings.site_color ?? ownColour },
    set_here: Object.keys(ctx.settings.stored),
    logo: { address: site_logo, uploaded: ctx.settings.stored.site_logo !== undefined },
    colour: { hex: colour, ...checkColour(colour) },
    mail: mailWay(ctx),
    time: { zone: ctx.config.timeZone, now: formatTime(ctx, ctx.clock.now()).full },
    ...forms,
  })
}

function mailWay({ config, mailer }: Context): 'mailgun' | 'smtp' | 'captured' | 'off' {
  if (config.mail.mailgun) return 'mailgun'
  if (config.mail.smtp) return 'smtp'
  return mailer.available ? 'captured' : 'off'
}

const withReason = (call: AdminCall, _form: Form, error: DomainError): ViewAnswer =>
  withError(showSettings(call), error.message)

export const adminSettingsPages = [
  page.get('/admin/settings', { for: 'admin' }, (call) => showSettings(call)),
  page.post(
    '/admin/settings',
    { for: 'admin', body: settingsForm, refused: (call, form) => showSettings(call, { form }), idempotent: false },
    async ({ ctx, actor, body: { reset, drawn, ...typed } }) => {
      await changeSettings(ctx, actor, reset ? { [reset]: null } : changedSince(drawn, typed))
      return seeOther(
        '/admin/settings',
        reset ? 'The setting is back to its default.' : 'The settings are saved and in force.',
      )
    },
  ),
  page.post(
    '/admin/settings/logo',
    {
      for: 'admin',
      uploads: { files: 1, most: mostLogoBytes },
      body: logoForm,
      refused: (call, logo_form) => showSettings(call, { logo_form }),
      idempotent: false,
    },
    async ({ ctx, actor, body }) => {
      await replaceLogo(ctx, actor, 'logo', await readFile(body.logo.path))
      return seeOther('/admin/settings', 'The new logo is in place.')
    },
  ),
  page.post('/admin/settings/logo/removal', { for: 'admin', idempotent: false }, async ({ ctx, actor }) => {
    await removeLogo(ctx, actor)
    return seeOther('/admin/settings', 'The logo is removed.')
  }),
  page.post(
    '/admin/settings/test-mail',
    { for: 'admin', refused: withReason, idempotent: false },
    async ({ ctx, actor }) => {
      const { to, delivered } = await testMail(ctx, actor)
      const done = delivered
        ? `The mail server has accepted a test mail for ${to}. Look in the mailbox, and in its spam folder.`
        : `No mail server is set. The test mail for ${to} can be read at /dev/mail.`
      return seeOther('/admin/settings', done)
    },
  ),
]
