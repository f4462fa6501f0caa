import { describe, expect, test } from 'vitest'
import { fingerprint } from '../../permissions/fingerprint.ts'
import { startApp } from '../../support/world.ts'
import { Findings } from '../explained.ts'
import { jsonType, multipartType } from '../raw-request.ts'
import { aimAt, type Target, targets } from '../targets.ts'

const world = await startApp()

const nested = (open: string, close: string, depth = 50_000) => open.repeat(depth) + close.repeat(depth)
const megabyte = 'x'.repeat(1_000_000)

type Bodies = Record<string, string | Buffer>

const noJson: Bodies = {
  'an open brace': '{',
  'half a field': '{"title":',
  'a trailing comma': '{"title":"text",}',
  'single quotes': "{'title':'text'}",
  'two documents': '{}{}',
  'no JSON word': 'undefined',
  'not a number': 'NaN',
  'a NUL': '\0',
  'bytes that are no UTF-8': Buffer.from([0xff, 0xfe, 0x00]),
  'a text that is no UTF-8': Buffer.concat([Buffer.from('{"message":"'), Buffer.from([0xff]), Buffer.from('"}')]),
  'an unclosed nest': '['.repeat(50_000),
}
/** JSON that a route's schema must refuse. */
const otherJson: Bodies = {
  'a list': '[]',
  'a full list': '[{"title":"text"}]',
  'a text': '"text"',
  'an empty text': '""',
  null: 'null',
  true: 'true',
  'a number': '1',
}
const giantJson: Bodies = {
  'a giant number': '1e400',
  'a deep list': nested('[', ']'),
  'a deep field': `{"title":${nested('[', ']', 45_000)},"message":${nested('[', ']', 5_000)}}`,
  'a deep object': nested('{"a":', '}', 15_000).replace('}', '1}'),
  'a million letters': JSON.stringify({ message: megabyte }),
  'a million letters alone': JSON.stringify(megabyte),
}
const noForms: Bodies = {
  'a million letters': `message=${megabyte}`,
  'thousands of fields': Array.from({ length: 5000 }, (_, n) => `f${n}=1`).join('&'),
  'a field thousands of times': 'message=text&'.repeat(5000),
}
const otherForms: Bodies = {
  'an unknown field': 'unknown=1',
  'broken percent signs': '%=%E0%A4%A&%zz=%',
}
const giantForms: Bodies = {
  'brackets as deep as can be': `a${nested('[', ']', 20_000)}=1`,
  'a prototype': '__proto__=1&constructor=2&__proto__[admin]=1',
}

const kindOf = ({ router, type, fields }: Target) => `${router} ${type} ${fields === null}`
/** Each kind of route has one reader of bodies: one route of each gets all cases, others those that depend on the route. */
const representatives = new Set([...Map.groupBy(targets, kindOf).values()].flatMap((alike) => alike.slice(0, 1)))

function bodiesFor(target: Target): Bodies {
  const [broken, other, giant] =
    target.type === jsonType ? [noJson, otherJson, giantJson] : [noForms, otherForms, giantForms]
  if (representatives.has(target)) return target.fields ? { ...broken, ...other, ...giant } : broken
  return { ...(target.type === jsonType && { 'an open brace': '{' }), ...(target.fields && other) }
}

describe.each(targets.filter((target) => Object.keys(bodiesFor(target)).length > 0))('$name', (target) => {
  test('refuses what it cannot read, and stores nothing', async () => {
    const aim = await aimAt(world, target)
    const before = await fingerprint(world.ctx)
    const findings = new Findings()

    for (const [what, body] of Object.entries(bodiesFor(target))) findings.refused(what, await aim.send(body))

    findings.expectNone()
    expect(await fingerprint(world.ctx)).toEqual(before)
  })
})

describe.each([...representatives])('$name, as others of its kind,', (target) => {
  test('refuses a body of another type, and stores nothing', async () => {
    const aim = await aimAt(world, target)
    const before = await fingerprint(world.ctx)
    const findings = new Findings()
    const forms = target.type === multipartType ? [] : [multipartType]
    const json = target.type === jsonType ? JSON.stringify(aim.good) : '{"title":'

    // The classic contract looks at the body's content, not at its content type.
    const otherTypes =
      target.router === 'classic' ? [] : ['text/plain', 'application/xml', 'garbage', 'a/b; =;;', ...forms]
    for (const type of otherTypes) findings.refused(type, await aim.send(json, { 'content-type': type }))
    for (const set of ['nonsense', 'utf-99'])
      findings.refused(set, await aim.sendFields(aim.good, { 'content-type': `${target.type}; charset=${set}` }))
    for (const encoding of ['nonsense', 'gzip', 'br', 'deflate'])
      findings.refused(encoding, await aim.send('no such thing', { 'content-encoding': encoding }))

    findings.expectNone()
    expect(await fingerprint(world.ctx)).toEqual(before)
  })
})
