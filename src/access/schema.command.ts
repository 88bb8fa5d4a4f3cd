import { parseArgs } from 'node:util'
import { readConfiguration, type Command } from '#platform'
import { openPrepared } from './preparation.ts'

/** `concord schema`: brings the database up to this program and does nothing else, for those who deploy in steps. */
export const schemaCommand: Command = {
  summary: 'bring the database up to this program',
  usage: `npx concord schema

Makes the roles, applies what is new in schema/, in order, and loads the lists of reference/, on the database of DATABASE_URL
or, without it, on the embedded one. A new database becomes a demonstration for good unless CONCORD_DEMO=0 is set. \`serve\`
does the same at its start.`,
  run: async args => {
    parseArgs({ args: [...args] })
    const { close } = await openPrepared(readConfiguration(process.env), sentence => console.error(sentence))
    await close()
    console.log('The database is up to date.')
    return 0
  },
}
