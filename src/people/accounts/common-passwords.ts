const shortest = 8

let common: Set<string> | undefined

/** The most frequent passwords of known leaks, as counted by the zxcvbn project, that are long enough to be accepted here. */
export async function isCommonPassword(password: string): Promise<boolean> {
  common ??= await readCommonPasswords()
  return common.has(password.toLowerCase())
}

async function readCommonPasswords(): Promise<Set<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  return new Set(dictionary['passwords-common'].filter((word) => word.length >= shortest))
}
