import type { Context } from '#context'
import { invalidField } from '#errors'
import type { Database } from '#platform/db/client.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { hashOf } from '#platform/http/static-content.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { storeChange } from './changes.ts'
import { checkLogo, type LogoType } from './logo-kinds.ts'
import { deleteLogo, findLogo, storeLogo } from './queries.ts'

export const logoPath = '/site/logo'

/** Changes with the content. */
export const logoAddress = (content: Buffer) => `${logoPath}?v=${hashOf(content)}`

export interface Logo {
  type: LogoType
  content: Buffer
}

/** @throws invalid, naming why the file cannot be the logo */
export async function replaceLogo(ctx: Context, actor: Actor, content: Buffer): Promise<void> {
  const checked = checkLogo(content)
  if ('reason' in checked) throw invalidField('logo', checked.reason)
  await withTransaction(ctx, async (ctx) => {
    await storeLogo(ctx, checked.type, content.toString('base64'))
    await storeChange(ctx, actor, { site_logo: logoAddress(content) })
  })
}

/** Back to the one that the environment names, or the product's own. */
export async function removeLogo(ctx: Context, actor: Actor): Promise<void> {
  await withTransaction(ctx, async (ctx) => {
    await deleteLogo(ctx)
    await storeChange(ctx, actor, { site_logo: undefined })
  })
}

export async function readLogo(db: Database): Promise<Logo | null> {
  const stored = await findLogo(db)
  return stored ? { type: stored.type as LogoType, content: Buffer.from(stored.content, 'base64') } : null
}
