// The process: which command, what stops it, and how it ends. Exit codes: 0; 1 refused or found wanting; 2 wrong use.
import { constants } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { commands } from './commands.ts'
import { codeOf, faultInWords, isAway, leave, Stop, WrongUse, type Command } from '#platform'

const graceMs = 10_000 // for a command to finish what it must not leave half done

const help = async (): Promise<string> => {
  const width = Math.max(...Object.keys(commands).map(name => name.length))
  const lines = Object.entries(commands).map(
    async ([name, load]) => `  ${name.padEnd(width)}  ${(await load()).summary}`,
  )
  return `Concord: one shared record for each person whom police, probation and prisons manage together.

npx concord COMMAND [OPTION…]

${(await Promise.all(lines)).join('\n')}

npx concord COMMAND --help says more of one. \`npm start\` is \`npx concord serve\`.`
}

const helpOf = ({ summary, usage }: Command): string => `${summary[0]!.toUpperCase()}${summary.slice(1)}.\n\n${usage}`

const wrongUse = (error: unknown): string | undefined =>
  error instanceof WrongUse || (error instanceof Error && codeOf(error)?.startsWith('ERR_PARSE_ARGS_'))
    ? error.message
    : undefined

const ownFault = (error: unknown): string => `Concord met a fault of its own and stopped.\n${faultInWords(error)}`

const awayInWords =
  'The database does not answer any more. What was finished is kept: give the command again when it does, and it goes on from there.'

/** Ctrl-C in a terminal arrives from the terminal and again from npm; the channel ends when the older Node.js in front of us is killed. */
const stopping = new AbortController()
let stoppedBy: NodeJS.Signals = 'SIGTERM'
const stop = (signal: NodeJS.Signals): void => {
  if (!stopping.signal.aborted) stoppedBy = signal
  stopping.abort()
}

const runCommand = async (command: Command, args: readonly string[]): Promise<number> => {
  try {
    return await command.run(args, stopping.signal)
  } catch (error) {
    if (error instanceof Stop) console.error(error.message)
    else if (wrongUse(error)) console.error(`${wrongUse(error)}\n\n${helpOf(command)}`)
    else if (isAway(error)) console.error(awayInWords)
    else console.error(ownFault(error))
    return wrongUse(error) ? 2 : 1
  }
}

const outOfPatience = async (): Promise<number> => {
  await new Promise<void>(resolve => stopping.signal.addEventListener('abort', () => resolve(), { once: true }))
  await pause(graceMs)
  return 128 + constants.signals[stoppedBy]
}

const main = async ([name, ...args]: readonly string[]): Promise<number> => {
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    console.log(await help())
    return name === undefined ? 2 : 0
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (load === undefined) {
    console.error(`There is no command “${name}”.\n\n${await help()}`)
    return 2
  }
  const command = await load()
  if (args.includes('--help') || args.includes('-h')) {
    console.log(helpOf(command))
    return 0
  }
  return Promise.race([runCommand(command, args), outOfPatience()])
}

const endWith = async (fault: unknown): Promise<never> => {
  console.error(ownFault(fault))
  await leave()
  process.exit(1)
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
process.on('disconnect', () => stop('SIGTERM'))
process.channel?.unref()
process.on('uncaughtException', error => void endWith(error))
// The reader of a pipe has gone: nobody waits for the rest, but what is open is still closed.
process.stdout.on('error', () => stop('SIGTERM'))
process.stderr.on('error', () => undefined)

const code = await main(process.argv.slice(2))
await leave()
process.exit(code)
