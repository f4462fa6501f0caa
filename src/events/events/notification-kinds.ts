import type { Desk, NotificationKind } from '#platform/activity/notification-kind.ts'

const eventsAreOn = ({ settings }: Desk) => settings.current.events
const toAll = { isOn: eventsAreOn, staffOnly: false, byMail: ['staff', 'customer'] } as const
const inBell = { isOn: eventsAreOn, staffOnly: false, byMail: [] } as const

export const bookedKind: NotificationKind = {
  ...toAll,
  name: 'event_booked',
  label: 'You book places, or one of your bookings is cancelled',
  icon: 'calendar-check',
  sentence: 'cancelled your booking',
  byClock: 'Your places are booked',
}

export const guestKind: NotificationKind = {
  ...inBell,
  name: 'event_guest',
  label: 'Somebody books or cancels places at one of your events',
  icon: 'users',
  sentence: 'booked places',
  byClock: 'You now host an event whose host has left',
}

export const invitedKind: NotificationKind = {
  ...toAll,
  name: 'event_invited',
  label: 'Somebody invites you to an event, or takes the invitation back',
  icon: 'mail',
  sentence: 'invited you',
}

export const changedKind: NotificationKind = {
  ...toAll,
  name: 'event_changed',
  label: 'An event you have booked, wait for or are invited to is changed',
  icon: 'pencil',
  sentence: 'changed an event',
}

export const cancelledKind: NotificationKind = {
  ...toAll,
  name: 'event_cancelled',
  label: 'An event you have booked is cancelled',
  icon: 'calendar-x',
  sentence: 'cancelled an event',
  byClock: 'An event is cancelled',
  urgent: true,
}

export const offeredKind: NotificationKind = {
  ...toAll,
  name: 'event_place_offered',
  label: 'A place is free for you from the waiting list',
  icon: 'calendar-plus',
  sentence: 'offered you a place',
  byClock: 'A place is free for you',
  urgent: true,
}

export const lapsedKind: NotificationKind = {
  ...toAll,
  name: 'event_offer_lapsed',
  label: 'An offer from the waiting list has lapsed, or you are no longer on the list',
  icon: 'hourglass',
  sentence: 'withdrew an offer',
  byClock: 'The place that was held for you is no longer held',
}

export const reminderKind: NotificationKind = {
  ...toAll,
  name: 'event_reminder',
  label: 'The day before an event you have booked',
  icon: 'bell',
  sentence: 'reminded you',
  byClock: 'An event you have booked begins within a day',
  gathered: 'events within a day',
}

export const passKind: NotificationKind = {
  ...toAll,
  name: 'event_pass',
  label: 'Somebody hands you a place at an event, or gives one back',
  icon: 'ticket',
  sentence: 'handed you a place',
  byClock: 'A place that you had handed over is yours again',
}

export const eventNotificationKinds = [
  bookedKind,
  guestKind,
  invitedKind,
  changedKind,
  cancelledKind,
  offeredKind,
  lapsedKind,
  reminderKind,
  passKind,
]
