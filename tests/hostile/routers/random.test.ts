import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fingerprint } from '../../permissions/fingerprint.ts'
import { startApp } from '../../support/world.ts'
import { faultsOf } from '../explained.ts'
import { jsonType } from '../raw-request.ts'
import { aimAt, type Field, targets } from '../targets.ts'

const world = await startApp()

/** A fixed seed, so that a failure can be repeated. */
const runs = { numRuns: 20, seed: 20_261_121 }

/** Any JSON, and objects with the right names and values of wrong types; never a text or null, which may be valid. */
const jsonBodies = (fields: Field[]) => {
  const wrong = fc.jsonValue({ maxDepth: 4 }).filter((value) => typeof value !== 'string' && value !== null)
  const wrongFor = ({ boolean }: Field) => (boolean ? wrong.filter((value) => typeof value !== 'boolean') : wrong)
  const named = fc.record(Object.fromEntries(fields.map((field) => [field.name, wrongFor(field)])), {
    requiredKeys: [],
  })
  return fc
    .oneof(fc.jsonValue({ maxDepth: 6 }), named)
    .filter((value) => !isEmptyObject(value))
    .map((value) => JSON.stringify(value))
}

/** For some routes an empty object is valid. */
const isEmptyObject = (value: unknown) =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.keys(value).every((key) => key === '__proto__')

const name = fc.string({ minLength: 1, maxLength: 20, unit: 'binary' })
const value = fc.string({ maxLength: 200, unit: 'binary' })
const formBodies = () =>
  fc
    .array(fc.tuple(name, value), { minLength: 1, maxLength: 30 })
    .map((pairs) => `not_a_field=1&${new URLSearchParams(pairs)}`)

describe.each(targets.filter(({ fields }) => fields))('$name', (target) => {
  test('refuses whatever comes, and stores nothing', async () => {
    const aim = await aimAt(world, target)
    const before = await fingerprint(world.ctx)

    const bodies = target.type === jsonType ? jsonBodies(target.fields ?? []) : formBodies()
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        expect(faultsOf(await aim.send(body))).toEqual([])
      }),
      runs,
    )

    expect(await fingerprint(world.ctx)).toEqual(before)
  })
})
