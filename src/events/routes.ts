import { bookingApi } from '#events/bookings/api.ts'
import { attendeePages } from '#events/bookings/attendee-pages.ts'
import { cancellationPages } from '#events/bookings/cancellation-pages.ts'
import { bookingPages } from '#events/bookings/pages.ts'
import { calendarApi } from '#events/calendar/api.ts'
import { calendarPages } from '#events/calendar/pages.ts'
import { contactApi } from '#events/contact/api.ts'
import { contactPages } from '#events/contact/pages.ts'
import { doorApi } from '#events/door/api.ts'
import { doorPages } from '#events/door/pages.ts'
import { doorScriptRoutes } from '#events/door/script-routes.ts'
import { eventApi } from '#events/events/api.ts'
import { decisionPages } from '#events/events/decision-pages.ts'
import { invitationPages } from '#events/events/invitation-pages.ts'
import { eventPages } from '#events/events/pages.ts'
import { passApi } from '#events/passes/api.ts'
import { passPages } from '#events/passes/pages.ts'
import { onlyWhere, type Route } from '#platform/http/route.ts'

/** All of these routes can be switched off. */
const whereOn = (routes: Route[]) => onlyWhere(({ settings }) => settings.current.events, routes)

export const eventsApi = whereOn([...eventApi, ...bookingApi, ...passApi, ...calendarApi, ...contactApi, ...doorApi])

export const eventsPages = whereOn([
  // Before the routes of single events, as `/events/new` is not one.
  ...eventPages,
  ...decisionPages,
  ...bookingPages,
  ...cancellationPages,
  ...attendeePages,
  ...passPages,
  ...contactPages,
  ...invitationPages,
  ...calendarPages,
  ...doorPages,
  ...doorScriptRoutes,
])
