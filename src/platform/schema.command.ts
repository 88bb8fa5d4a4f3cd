import { parseArgs } from 'node:util'
import type { Command } from './command.ts'
import { readConfiguration } from './configuration.ts'
import { openDatabase } from './servers.ts'

/** `concord schema`: brings the database up to this program and does nothing else, for those who deploy in steps. */
export const schemaCommand: Command = {
  summary: 'bring the database up to this program',
  usage: `npx concord schema

Makes the roles and applies what is new in schema/, in order, on the database of DATABASE_URL or, without it, on the
embedded one. \`serve\` does the same at its start.`,
  run: async args => {
    parseArgs({ args: [...args] })
    const { close } = await openDatabase(readConfiguration(process.env), sentence => console.error(sentence))
    await close()
    console.log('The database is up to date.')
    return 0
  },
}
