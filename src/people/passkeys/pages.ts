import type { Context } from '#context'
import { invalidField } from '#errors'
import { formatTime } from '#lib/format-time.ts'
import { deviceOf } from '#people/sessions/devices.ts'
import { hasSecondStep } from '#people/sessions/second-factor-queries.ts'
import { type Answer, ok, seeOther, view } from '#platform/http/answer.ts'
import { type Form, page } from '#platform/http/route.ts'
import type { SessionActor } from '#platform/identity/actor.ts'
import { withReason } from '#platform/pages/forms.ts'
import { emptyForm } from '#platform/pages/router.ts'
import { listPasskeys } from './queries.ts'
import { addPasskey, confirmForPasskey, offerPasskey, removePasskey } from './registration.ts'
import { passkeyForm, passkeyParams } from './schemas.ts'

declare module '#platform/http/views.ts' {
  interface Views {
    'accounts/passkeys': {
      passkeys: Awaited<ReturnType<typeof passkeyModels>>
      form: Form
      asks_password: boolean
    }
  }
}

const at = '/profile/passkeys'

async function showPasskeys(ctx: Context, actor: SessionActor, form?: Form): Promise<Answer> {
  const passkeys = await passkeyModels(ctx, actor)
  const name = deviceOf(ctx.client?.user_agent ?? null).slice(0, 40)
  const asks_password = !(await hasSecondStep(ctx, actor.id))
  return view('accounts/passkeys', 'Passkeys', { passkeys, form: form ?? emptyForm({ name }), asks_password })
}

async function passkeyModels(ctx: Context, actor: SessionActor) {
  const passkeys = await listPasskeys(ctx, actor.id)
  return passkeys.map(({ id, name, created_at, last_used_at }) => ({
    id,
    name,
    created_at: formatTime(ctx, created_at),
    last_used_at: last_used_at === null ? null : formatTime(ctx, last_used_at),
  }))
}

function refused({ ctx, actor }: { ctx: Context; actor: SessionActor }, form: Form, error: Error) {
  const errors = form.errors.map(({ field, message }) => ({ field: field === 'response' ? '' : field, message }))
  const values = { name: form.values.name ?? '' }
  return showPasskeys(ctx, actor, withReason({ ...form, errors, values }, error.message))
}

export const passkeyPages = [
  page.get(at, { for: 'member' }, ({ ctx, actor }) => showPasskeys(ctx, actor)),
  page.post(
    `${at}/options`,
    { for: 'member', body: passkeyForm, refused, idempotent: false },
    async ({ ctx, actor, body }) => ok(await offerPasskey(ctx, actor, body.current_password)),
  ),
  page.post(
    at,
    { for: 'member', reauthenticate: true, body: passkeyForm, refused, idempotent: false },
    async ({ ctx, actor, body: { name, response, current_password } }) => {
      if (response === '') {
        // Sent without the browser being asked, as where a confirmation came first: the same refusal, if there still is one.
        await confirmForPasskey(ctx, actor, current_password)
        throw invalidField(
          'response',
          'Your device has not been asked yet. Press “Add a passkey” once more; it needs JavaScript, and a device with passkeys.',
        )
      }
      await addPasskey(ctx, actor, { name, response })
      return seeOther(at, `The passkey “${name}” is added. You can log in with it from now on.`)
    },
  ),
  page.post(
    `${at}/:passkey/removal`,
    { for: 'member', reauthenticate: true, params: passkeyParams },
    async ({ ctx, actor, params }) => {
      await removePasskey(ctx, actor, params.passkey)
      return seeOther(at, 'The passkey is removed. You may delete it on your device too.')
    },
  ),
]
