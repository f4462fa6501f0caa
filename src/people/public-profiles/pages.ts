import type { ShownPanel } from '#context'
import { type FormattedTime, formatTime } from '#lib/format-time.ts'
import { view } from '#platform/http/answer.ts'
import { page } from '#platform/http/route.ts'
import { type Person, personOf } from '#platform/identity/people.ts'
import { readPanels } from '#platform/panels/panels.ts'
import { getPublicAccount } from './profiles.ts'
import { usernameParams } from './schemas.ts'

declare module '#platform/http/views.ts' {
  interface Views {
    'people/profile': { person: Person; created_at: FormattedTime; panels: ShownPanel[] }
  }
}

export const publicProfilePages = [
  page.get('/people/:username', { for: 'member', params: usernameParams }, async ({ ctx, actor, params }) => {
    const account = await getPublicAccount(ctx, params.username)
    return view('people/profile', account.display_name, {
      person: personOf(account),
      created_at: formatTime(ctx, account.created_at),
      panels: await readPanels(ctx, 'profile', actor, account.id),
    })
  }),
]
