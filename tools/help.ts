import { type CommandName, commands, inFull } from './commands.ts'

const names = Object.keys(commands) as CommandName[]
const widest = Math.max(...names.map((name) => inFull(name).length))

console.log('WHO is a username, an email address or id:NUMBER. Settings come from the environment and from .env.\n')
for (const name of names) console.log(`  ${inFull(name).padEnd(widest)}  ${commands[name][1]}`)
