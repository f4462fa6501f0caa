import type { Context } from '#context'
import { invalidField } from '#errors'
import type { Database } from '#platform/db/client.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { draw } from '#platform/files/convert.ts'
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

const undrawable = {
  broken: 'This SVG is damaged, or has no size. Save it again as plain SVG.',
  pixels: 'This SVG says that it is larger than 40 million pixels. Save it with a smaller width and height.',
  costly: 'This SVG takes too much time or memory to draw, or to show. Simplify it, or save it as PNG.',
  empty:
    'This SVG shows nothing. Parts that it loads from another address are left out: put them into the file, ' +
    'or save it as PNG.',
}

/**
 * @param field its name in the body
 * @throws invalid, with the reason why the file cannot be the logo
 */
export async function replaceLogo(ctx: Context, actor: Actor, field: string, file: Buffer): Promise<void> {
  const checked = checkLogo(file)
  if ('reason' in checked) throw invalidField(field, checked.reason)
  const { type, content } =
    checked.type === 'image/svg+xml' ? await drawn(ctx, actor, field, file) : { ...checked, content: file }
  await withTransaction(ctx, async (ctx) => {
    await storeLogo(ctx, type, content.toString('base64'))
    await storeChange(ctx, actor, { site_logo: logoAddress(content) })
  })
}

/** An SVG can run scripts in browsers: only its rendering is stored and shown. */
async function drawn(ctx: Context, actor: Actor, field: string, svg: Buffer): Promise<Logo> {
  const drawn = await draw(ctx, actor.id, svg)
  if ('webp' in drawn) return { type: 'image/webp', content: Buffer.from(drawn.webp, 'base64') }
  ctx.log.info({ reason: drawn.reason }, 'logo refused')
  throw invalidField(field, undrawable[drawn.refused])
}

/** Resets to the logo that the environment names, or the product's own. */
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
