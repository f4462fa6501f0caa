import { type Link, verifyLog } from '#platform/audit/verify.ts'
import { runCommand, UsageError, withDesk } from './command.ts'

/** With the output of an earlier run even a log that was rewritten as a whole is detected. */
function notedLink([id, hash, ...more]: string[]): Link | undefined {
  if (id === undefined) return undefined
  if (/^[1-9]\d{0,9}$/.test(id) && hash && more.length === 0) return { id: Number(id), hash }
  throw new UsageError()
}

/** Exits with 0 if the log is intact, with 1 if not, and with 2 if it could not be checked. */
runCommand(
  'verify-audit',
  async (args) => {
    const noted = notedLink(args)
    return withDesk(async (ctx) => {
      const { sound, newest, broken } = await verifyLog(ctx, noted)
      if (broken) {
        console.error(sound > 0 ? `${broken.sentence} Everything before is sound.` : broken.sentence)
        return 1
      }
      console.log(
        sound === 0
          ? 'The audit log is empty.'
          : `${sound === 1 ? 'The one entry in it is' : `All ${sound} entries are`} what was recorded.\nThe newest: ${newest.id} ${newest.hash}\nKept elsewhere, these two show later that nobody has rewritten the log.`,
      )
      return 0
    })
  },
  { failed: 2 },
)
