import type { AccountType } from '#platform/db/schema.ts'

/** The numbers in tokens and in shell commands. */
export const numberOfType: Record<AccountType, number> = { customer: 1, assistant: 2, admin: 3 }

/** Labels on pages. */
export const typeNames: Record<AccountType, string> = { customer: 'Customer', assistant: 'Assistant', admin: 'Admin' }

/** Nouns within sentences. */
export const typeNouns: Record<AccountType, string> = {
  customer: 'a customer',
  assistant: 'an assistant',
  admin: 'an admin',
}

export const staffTypes: AccountType[] = ['assistant', 'admin']

export const isStaff = (type: AccountType) => type !== 'customer'

export function typeFrom(text: string): AccountType | null {
  const typed = text.trim().toLowerCase()
  const types = Object.entries(numberOfType) as [AccountType, number][]
  return types.find(([name, number]) => name === typed || String(number) === typed)?.[0] ?? null
}
