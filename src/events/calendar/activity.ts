import { type OwnFact, ownAction } from '#people/accounts/activity.ts'
import { defineAction } from '#platform/activity/action.ts'

export const feedMade = defineAction<OwnFact>({
  ...ownAction,
  name: 'calendar_feed_made',
  phrase: 'made an address for a calendar feed',
})

export const feedRemoved = defineAction<OwnFact>({
  ...ownAction,
  name: 'calendar_feed_removed',
  phrase: 'removed the address of the calendar feed',
})
