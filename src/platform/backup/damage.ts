import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

/** What is wrong in a database, looked for beside other work: it takes as long as reading the file twice. */
export async function damageFound(path: string): Promise<string[]> {
  const thread = new Worker(new URL('./damage-thread.ts', import.meta.url), { workerData: path })
  const [found] = await once(thread, 'message')
  return found as string[]
}
