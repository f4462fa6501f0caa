import { describe } from 'vitest'
import { changeProfile } from '#people/accounts/accounts.ts'
import { refused, type Situation, testWhole } from '../../browser/whole-pages.ts'
import { openBrowser } from '../../support/browser.ts'
import { join } from '../../support/people.ts'
import { startTalk, write } from '../people.ts'

const long = 'Donaudampfschifffahrtsgesellschaftskapitänsmütze-and-not-a-space'
const rich = `* one\n* two\n\n> quoted\n\n\`code\` and [a link](https://example.org/${'a'.repeat(120)})\n\n    code`

describe('every page about messages', async () => {
  const [{ world, kim, lea, max, anna }, browser] = [await startTalk(), await openBrowser()]
  const alone = await join(world, 'alone')
  const names = { display_name: 'W'.repeat(40), first_name: 'M'.repeat(40), last_name: 'i'.repeat(40) }
  await changeProfile(world.ctx, lea.actor, names)
  const talk = await write(lea, kim, long)
  await write(kim, lea, rich)
  await write(lea, kim, rich)
  const blocked = await write(max, kim, 'Buy!')
  await max.api.put('/people/kim/block').expect(204)
  await kim.api.post(`/conversations/${talk}/reports`, { reason: `${long} ${long}` }).expect(204)
  const report = (await anna.api.get('/message-reports').expect(200)).body.reports[0].id

  testWhole(browser, world, [
    { name: 'a list of conversations', who: kim, path: '/conversations' },
    { name: 'a conversation with news', who: kim, path: `/conversations/${talk}` },
    {
      name: 'a refused message',
      who: kim,
      path: `/conversations/${talk}`,
      act: refused({ message: 'x'.repeat(10_001) }, 'Send'),
    },
    { name: 'a conversation where nothing is taken', who: kim, path: `/conversations/${blocked}` },
    { name: 'a conversation that begins', who: alone, path: '/conversations/new?to=lea' },
    { name: 'nobody to write to', who: kim, path: '/conversations/new?to=nobody' },
    { name: 'staff to write to', who: kim, path: '/conversations/new?to=anna' },
    { name: 'a public profile', who: kim, path: '/people/lea' },
    {
      name: 'a refused report',
      who: kim,
      path: `/conversations/${talk}/report`,
      act: refused({ note: 'no' }, 'Report to staff'),
    },
    { name: 'the reports', who: anna, path: '/message-reports' },
    {
      name: 'a refused decision',
      who: anna,
      path: `/message-reports/${report}`,
      act: refused({ decision: '' }, 'Settle'),
    },
    { name: 'a reported conversation', who: anna, path: `/message-reports/${report}/conversation` },
  ] satisfies Situation[])
})
