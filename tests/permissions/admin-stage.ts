import { setSuspended } from '#people/admin/account-queries.ts'
import { replaceLogo } from '#platform/settings/logo.ts'
import type { Member } from '../support/people.ts'
import { smallestPicture } from '../support/pictures.ts'
import type { World } from '../support/world.ts'
import { protect } from '../two-factor/authenticator-app.ts'
import type { Role, Row } from './table.ts'

let logos = 0

/** Prepares what a row of the admin area undoes. */
export async function prepareAdmin(world: World, { path }: Pick<Row, 'path'>, owner: Member, role: Role) {
  if (/\/logo(\/removal)?$/.test(path)) await replaceLogo(world.ctx, owner.actor, 'logo', logo())
  if (role !== 'admin') return
  if (path.endsWith('/reinstatement')) await setSuspended(world.ctx, owner.id, true)
  if (path.endsWith('/two-factor-reset')) await protect(world, owner)
}

/** A different one on each call. */
export const logo = () => Buffer.concat([smallestPicture, Buffer.from(`${logos++}`)])
