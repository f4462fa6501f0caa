import { invalidField } from '../errors.ts'

const shortest = 8

let common: Set<string> | undefined

/** The most used passwords of known leaks, as the zxcvbn project counts them, that are long enough to be tried here. */
export async function isCommonPassword(password: string): Promise<boolean> {
  common ??= await readCommonPasswords()
  return common.has(password.toLowerCase())
}

async function readCommonPasswords(): Promise<Set<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  return new Set(dictionary['passwords-common'].filter((word) => word.length >= shortest))
}

/** @throws invalid for one of the passwords that everybody tries first */
export async function refuseCommonPassword(password: string, field = 'password'): Promise<void> {
  if (!(await isCommonPassword(password))) return
  throw invalidField(field, 'This is one of the most used passwords in the world; choose another.')
}
