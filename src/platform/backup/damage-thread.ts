import { parentPort, workerData } from 'node:worker_threads'
import { damageIn } from '#platform/db/sqlite-file.ts'

parentPort?.postMessage(await damageIn(workerData as string, 'quick_check'))
