/** Whether what happens comes by mail: never, at once, or once a day with all that came since. */
export type MailChoice = false | true | 'daily'

/** By the number that stands for each in the database. */
const stored: readonly MailChoice[] = [false, true, 'daily']

export const storedChoice = (choice: MailChoice): number => stored.indexOf(choice)
export const choiceOf = (by_email: number): MailChoice => stored[by_email] ?? false
export const dailyStored = storedChoice('daily')
