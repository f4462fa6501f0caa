import { parentPort, workerData } from 'node:worker_threads'
import { countRows, damageIn } from '#platform/db/sqlite/file.ts'
import type { Finding } from './inspection.ts'

const path = workerData as string
const post = (finding: Finding) => parentPort?.postMessage(finding)

// If the database is too damaged to be counted, the check below reports the damage.
post({ counts: await countRows(path).catch(() => ({})) })
post({ damage: await damageIn(path, 'quick_check') })
