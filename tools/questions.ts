import { createInterface } from 'node:readline/promises'
import { UsageError } from './command.ts'

/**
 * The arguments, one for each question; without any, the answers typed in the terminal.
 *
 * @throws {UsageError} for too few or too many
 */
export async function answersTo(questions: string[], args: string[]): Promise<string[]> {
  if (args.length === questions.length && args.every(Boolean)) return args
  if (args.length > 0 || !process.stdin.isTTY) throw new UsageError()
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  try {
    const answers: string[] = []
    for (const question of questions) answers.push((await terminal.question(`${question} `)).trim())
    return answers
  } finally {
    terminal.close()
  }
}
