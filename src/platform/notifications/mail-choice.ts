/** Whether notifications are mailed: never, at once, or together once a day. */
export type MailChoice = false | true | 'daily'

/** The index is the number in the database. */
const stored: readonly MailChoice[] = [false, true, 'daily']

export const storedChoice = (choice: MailChoice): number => stored.indexOf(choice)
export const choiceOf = (by_email: number): MailChoice => stored[by_email] ?? false
export const dailyStored = storedChoice('daily')
