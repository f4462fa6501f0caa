import { expect, test } from 'vitest'
import { end, launch, ownFolder, root, until } from './program.ts'

const sayWhatWasUsed = `process.once('exit', () => { const { user, system } = process.cpuUsage(); console.error((user + system) / 1000) })`
const command: [string, ...string[]] = [
  process.execPath,
  '--import',
  `data:text/javascript,${encodeURIComponent(sayWhatWasUsed)}`,
  `${root}/src/server.ts`,
]

/** From starting the process to its first page: milliseconds that passed, and that it kept a processor busy. */
async function firstAnswer(folder: string) {
  const began = performance.now()
  const program = await launch({ folder, command })
  const answers = () => fetch(`${program.url}/login`).then(({ ok }) => ok)
  await until(() => answers().catch(() => false))
  const passed = performance.now() - began
  await end(program)
  return { passed, used: Number(program.err()) }
}

test('the first answer comes soon after the start', async () => {
  const folder = await ownFolder()
  await firstAnswer(folder)
  const { passed, used } = await firstAnswer(folder)
  console.log(`first answer after ${Math.round(passed)} ms, ${Math.round(used)} ms of a processor`)
  // Whatever else the machine does lets time pass, but hardly keeps this process busier.
  expect(used).toBeGreaterThan(100)
  expect(used).toBeLessThan(5000)
})
