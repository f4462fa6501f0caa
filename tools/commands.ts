/** What `npm run help` lists: each npm script with its arguments. */
export const commands = {
  start: ['', 'Starts the desk.'],
  worker: ['', 'Runs the jobs (mail, escalation, pruning) in a process of their own; see WORKER.'],
  demo: ['', 'Starts a throw-away desk full of people and conversations.'],
  backup: ['FILE', 'Copies the running desk into one archive; in a folder, its name is the time.'],
  restore: ['FILE [FOLDER]', 'Puts an archive in the place of a stopped desk, or into a folder.'],
  'create-admin': ['USERNAME EMAIL', 'Makes an admin and prints a link to set a password.'],
  'promote-account': ['WHO TYPE', 'Makes an account a customer, an assistant or an admin (or 1, 2, 3).'],
  'reset-link': ['WHO', 'Prints a link to set a new password, good for an hour.'],
  'accept-secrets': ['', 'Lets the desk start with a new PEPPER when the old one is lost.'],
  'rotate-pass-keys': ['', 'Makes a new key for the codes of passes; codes signed with the old one stay good.'],
  'verify-audit': [
    '[ID HASH]',
    'Checks that nobody has changed the audit log; ID and HASH are what an earlier run printed.',
  ],
  doctor: ['', 'Looks for what is wrong with the desk, while it runs or not, and says what to do; changes nothing.'],
  help: ['', 'Prints this list.'],
  test: ['', 'Runs all tests.'],
  check: ['', 'Checks format, types and tests.'],
  lint: ['', 'Checks the format of the code and finds mistakes in it.'],
  unused: ['', 'Finds files, exports and packages that nothing uses.'],
  types: ['', 'Checks the types.'],
  bench: ['', 'Measures how quick the desk is at three sizes.'],
} as const

export type CommandName = keyof typeof commands

export const inFull = (name: CommandName) =>
  [name === 'start' || name === 'test' ? `npm ${name}` : `npm run ${name}`, commands[name][0]]
    .filter(Boolean)
    .join(' -- ')
