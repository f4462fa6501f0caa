import { Worker } from '#platform/jobs/worker.ts'
import { firstAfter } from '#platform/notifications/mail-plan.ts'
import { jobKinds } from '../../src/job-kinds.ts'
import type { World } from './world.ts'

export interface Letter {
  recipient: string
  subject: string
  text: string
  html: string
}

/** Runs all jobs that are due. @returns the number of attempts */
export const workOff = ({ ctx }: World): Promise<number> => new Worker(ctx, jobKinds).drain()

/** The same, and after `pause` again: by default until mails about notifications are due. */
export async function workOffMails(world: World, pause = firstAfter): Promise<void> {
  await workOff(world)
  world.clock.advance(pause)
  await workOff(world)
}

/** Runs all due jobs. @returns the mails to an address, oldest first */
export async function lettersTo(world: World, address: string): Promise<Letter[]> {
  await workOff(world)
  const { db } = world.ctx
  return db.selectFrom('captured_mails').selectAll().where('recipient', '=', address).orderBy('id').execute()
}

/** The link that is in both bodies of a mail. */
export function linkIn({ text, html }: Letter): string {
  const link = /^\S+\?token=[\w-]+$/m.exec(text)?.[0]
  if (!link || !html.includes(`href="${link}"`)) throw new Error(`no link in both bodies: ${text}`)
  return link
}

/** The token of the newest link mailed to an address; notices may be sent before or after it. */
export async function newestToken(world: World, address: string): Promise<string> {
  const withLinks = (await lettersTo(world, address)).filter(({ text }) => text.includes('?token='))
  const newest = withLinks.at(-1)
  if (!newest) throw new Error(`no letter to ${address} has a link`)
  const token = new URL(linkIn(newest)).searchParams.get('token')
  if (!token) throw new Error('a link without a token')
  return token
}
