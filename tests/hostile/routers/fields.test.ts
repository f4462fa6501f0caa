import { describe, expect, test } from 'vitest'
import { fingerprint } from '../../permissions/fingerprint.ts'
import { startApp } from '../../support/world.ts'
import { Findings } from '../explained.ts'
import { jsonType } from '../raw-request.ts'
import { type Aim, aimAt, type Field, type Target, targets } from '../targets.ts'

const world = await startApp()

/** Values that no field accepts. */
const mistyped = [true, 1.5, -1, 2 ** 31, 2 ** 53, [], ['text'], {}, { text: 'text' }, [[['text']]]]
const noText = ['\ud800', 'text \udc00 text', '\0', 'A title with a \0 in it']
/** A form has only text; invalid UTF-8 in it arrives as the replacement character, which is text. */
const inForms = [['text', 'text'], '\0', 'A title with a \0 in it']
const overlong = ['x'.repeat(20_000), '\u{1f984}'.repeat(12_000)]

/** Fields that may be empty. */
const mayBeEmpty = new Set([
  'page POST /login keep_logged_in',
  'page POST /login/passkey keep_logged_in',
  'page POST /login next',
  'page POST /register next',
  'page POST /login carried',
  'page POST /login/passkey carried',
  'page POST /drafts key',
  'page POST /profile drawn',
  'page POST /admin/accounts/:id drawn',
  'page POST /notifications/choices drawn',
  'page POST /profile first_name',
  'page POST /profile last_name',
  'api PATCH /me first_name',
  'api PATCH /me last_name',
  'page POST /profile/verification next',
  'page POST /tickets/:id/messages from',
  'page POST /tickets/:id/notes from',
  'page POST /tickets/:id/closure from',
  'page POST /tickets/:id/assignment from',
  'page POST /login/passkey next',
  'page POST /login/second-step next',
  'page POST /login/second-step/passkey next',
  'page POST /profile/passkeys/options response',
  'page POST /tickets/:id/claim expected_assistant_id',
  'classic POST /profile new_password',
  'page POST /tickets/:id/assignment note',
  'page POST /tickets/:id/assignment expected_assistant_id',
  'api PUT /tickets/:id/assignment note',
  'page POST /tickets/:id/tags tags',
  'page POST /tickets/:id/tags shown_tags',
  'page POST /events/:id/cancellation reason',
  'api POST /events/:id/cancellation reason',
  'page POST /bookings/:id/cancellation reason',
  'api POST /bookings/:id/cancellation reason',
  'page POST /events/:id/bookings type_id',
  'page POST /events/:id/waiting-list type_id',
  'api POST /events location',
  'api PATCH /events/:id location',
])

/** Optional fields of an event; a row of its form without a name is ignored. */
const optionalOfEvents =
  /^page POST \/events(\/:id\/edit)? (end_date|location|capacity|places_per_person|price|(type|question)_(id|name|label|price|places|choices)_\d)$/

/** Fields that a form carries for another form, of any length. */
const mayBeLong = new Set(['page POST /login carried', 'page POST /login/passkey carried'])

const isOptional = (field: string) => mayBeEmpty.has(field) || optionalOfEvents.test(field)

function junkFor({ name, type }: Target, field: Field): unknown[] {
  // An empty setting resets it to the environment's.
  const empty = name === 'page POST /admin/settings' || isOptional(`${name} ${field.name}`) ? [] : ['']
  const long = mayBeLong.has(`${name} ${field.name}`) ? [] : overlong
  if (type !== jsonType) return [...inForms, ...long, ...empty]
  const wrong = mistyped.filter(
    (value) =>
      !(field.boolean && typeof value === 'boolean') &&
      !(field.name === 'tags' && isListOfTexts(value)) &&
      !(/^(types|questions)$/.test(field.name) && isListOfTexts(value)) &&
      !(field.name === 'price' && typeof value === 'number' && value > 0),
  )
  return [...wrong, ...noText, ...overlong, ...empty, ...(field.nullable ? [] : [null])]
}

const isListOfTexts = (value: unknown) => Array.isArray(value) && value.every((one) => typeof one === 'string')

const extras = ['account_type', 'constructor', '\ud800']

async function attack(target: Target, fields: Field[], { good, sendFields }: Aim, findings: Findings) {
  for (const field of fields) {
    const { [field.name]: _, ...without } = good
    if (field.required) findings.refused(`without ${field.name}`, await sendFields(without))
    for (const value of junkFor(target, field)) {
      const what = `${field.name}: ${JSON.stringify(value).slice(0, 60)}`
      findings.refused(what, await sendFields({ ...good, [field.name]: value }))
    }
  }
  const known = fields.map(({ name }) => name)
  for (const name of extras.filter((extra) => !known.includes(extra)))
    findings.refused(`with ${name.slice(0, 60)}`, await sendFields({ ...good, [name]: 'admin' }))
}

/** Requests with an invalid token or code are counted. */
async function recordedOf({ path }: Target): Promise<Record<string, string>> {
  if (
    !/^\/(setup|reset|verify|invitation|staff-invitations\/current|email-confirmations|password-resets\/current)$/.test(
      path,
    )
  )
    return {}
  const { refused_attempts = '' } = await fingerprint(world.ctx)
  return { refused_attempts }
}

describe.each(targets.filter(({ fields }) => fields))('$name', (target) => {
  test('refuses fields that are missing, extra, mistyped, empty, over-long or no text, and stores nothing', async () => {
    const aim = await aimAt(world, target)
    const before = await fingerprint(world.ctx)
    const findings = new Findings()

    await attack(target, target.fields ?? [], aim, findings)

    findings.expectNone()
    expect(await fingerprint(world.ctx)).toEqual({ ...before, ...(await recordedOf(target)) })
  })
})

test('a prototype in a body changes nothing for anybody', async () => {
  for (const target of targets.filter(({ type }) => type === jsonType)) {
    const { good, send } = await aimAt(world, target)
    const json = JSON.stringify(good).replace(/^\{/, '{"__proto__":{"account_type":"admin","is_staff":true},')
    const { status } = await send(json.replace(',}', '}'))
    expect(status, target.name).toBeLessThan(500)
  }
  expect(({} as Record<string, unknown>).is_staff).toBeUndefined()
  const admins = world.ctx.db.selectFrom('accounts').select('username').where('account_type', '=', 'admin')
  // The stage creates its own admins.
  expect((await admins.execute()).filter(({ username }) => !/^admin\d+$/.test(username))).toEqual([])
})
