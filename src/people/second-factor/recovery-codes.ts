import { randomBytes } from 'node:crypto'
import type { Context } from '#context'
import { sha256 } from '#lib/sha256.ts'
import { replaceRecoveryCodes, takeRecoveryCode } from './queries.ts'

const howMany = 10
/** Crockford's base 32: no letter looks like a digit. */
const letters = '0123456789abcdefghjkmnpqrstvwxyz'

/** 80 random bits, like `4f7k-09xd-m2wz-q8ce`. */
function newCode(): string {
  const text = [...randomBytes(16)].map((byte) => letters[byte % 32]).join('')
  return text.replace(/.{4}(?=.)/g, '$&-')
}

/** Normalises a code as typed. */
const plain = (code: string) =>
  code
    .toLowerCase()
    .replace(/[^\da-z]/g, '')
    .replaceAll('o', '0')
    .replace(/[il]/g, '1')

const hashOf = (account_id: number, code: string) => sha256(`${account_id}:${plain(code)}`)

/** Makes ten new codes; earlier ones are then invalid. They are shown only once: only hashes are stored. */
export async function makeRecoveryCodes(ctx: Context, account_id: number): Promise<string[]> {
  const codes = Array.from({ length: howMany }, newCode)
  await replaceRecoveryCodes(
    ctx,
    account_id,
    codes.map((code) => hashOf(account_id, code)),
  )
  return codes
}

/** @returns false for an invalid or used code */
export const useRecoveryCode = (ctx: Context, account_id: number, code: string) =>
  takeRecoveryCode(ctx, account_id, hashOf(account_id, code))
