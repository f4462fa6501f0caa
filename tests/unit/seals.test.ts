import { expect, test } from 'vitest'
import type { Config } from '#config'
import { seal, unseal } from '#platform/http/seals.ts'

test('a sealed text is only accepted unchanged, and for its purpose', () => {
  const config = { session: { secret: 'a secret key for tests alone' } } as unknown as Config
  const sealed = seal(config, 'browser', '5-1')
  expect(unseal(config, 'browser', sealed)).toBe('5-1')
  expect(unseal(config, 'flash', sealed)).toBeNull()
  expect(unseal(config, 'browser', sealed.replace('5-1', '5-2'))).toBeNull()
})
