// Whether the audit log is what was recorded; names the first entry that is not.
//   node tools/verify-audit.ts [ID HASH]
// ID and HASH are what an earlier run told: with them even a log that was rewritten as a whole is found out.
// Ends with 0 when the log is sound, 1 when it is not, 2 when it could not be looked at.
import { type Link, verifyLog } from '../src/audit/verify.ts'
import { closeContext } from '../src/context.ts'
import { openToolContext } from './context.ts'

function notedLink(): Link | undefined {
  const [id, hash, ...more] = process.argv.slice(2)
  if (id === undefined) return undefined
  if (/^[1-9]\d{0,9}$/.test(id) && hash && more.length === 0) return { id: Number(id), hash }
  throw new Error('Usage: node tools/verify-audit.ts [ID HASH]   (as an earlier run told them)')
}

async function main() {
  const noted = notedLink()
  const ctx = await openToolContext()
  try {
    const { sound, newest, broken } = await verifyLog(ctx, noted)
    if (broken) {
      console.error(sound > 0 ? `${broken.sentence} The ${sound} before are sound.` : broken.sentence)
      process.exitCode = 1
    } else if (sound === 0) console.log('The audit log is empty.')
    else
      console.log(
        `All ${sound} entries are what was recorded.\nThe newest: ${newest.id} ${newest.hash}\nKept elsewhere, these two show later that nobody has rewritten the log.`,
      )
  } finally {
    await closeContext(ctx)
  }
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 2
})
