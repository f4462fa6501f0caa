import { dictionary } from '@zxcvbn-ts/language-common'
import { invalidField } from '../errors.ts'

const shortest = 8

let common: Set<string> | undefined

/** The most used passwords of known leaks, as the zxcvbn project counts them, that are long enough to be tried here. */
export function isCommonPassword(password: string): boolean {
  common ??= new Set(dictionary['passwords-common'].filter((word) => word.length >= shortest))
  return common.has(password.toLowerCase())
}

/** @throws invalid for one of the passwords that everybody tries first */
export function refuseCommonPassword(password: string, field = 'password'): void {
  if (!isCommonPassword(password)) return
  throw invalidField(field, 'This is one of the most used passwords in the world; choose another.')
}
