import { Worker } from '#platform/jobs/worker.ts'
import { jobKinds } from '../../src/job-kinds.ts'
import type { World } from './world.ts'

export interface Letter {
  recipient: string
  subject: string
  text: string
  html: string
}

/** Does all jobs that are due. @returns how many attempts that took */
export const workOff = ({ ctx }: World): Promise<number> => new Worker(ctx, jobKinds).drain()

/** What has been sent to an address once all jobs are done, oldest first. */
export async function lettersTo(world: World, address: string): Promise<Letter[]> {
  await workOff(world)
  const { db } = world.ctx
  return db.selectFrom('captured_mails').selectAll().where('recipient', '=', address).orderBy('id').execute()
}

/** The link that stands in both bodies of a letter. */
export function linkIn({ text, html }: Letter): string {
  const link = /^\S+\?token=[\w-]+$/m.exec(text)?.[0]
  if (!link || !html.includes(`href="${link}"`)) throw new Error(`no link in both bodies: ${text}`)
  return link
}

/** The token of the newest link that an address was sent; notices go out beside it in any order. */
export async function newestToken(world: World, address: string): Promise<string> {
  const withLinks = (await lettersTo(world, address)).filter(({ text }) => text.includes('?token='))
  const newest = withLinks.at(-1)
  if (!newest) throw new Error(`no letter to ${address} has a link`)
  const token = new URL(linkIn(newest)).searchParams.get('token')
  if (!token) throw new Error('a link without a token')
  return token
}
