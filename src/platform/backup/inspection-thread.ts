import { parentPort, workerData } from 'node:worker_threads'
import { countRows, damageIn } from '#platform/db/sqlite-file.ts'

const path = workerData as string
// A database too damaged to be counted is told of as damaged.
const counts = await countRows(path).catch(() => ({}))
parentPort?.postMessage(counts)
parentPort?.postMessage(await damageIn(path, 'quick_check'))
