import { parseArgs } from 'node:util'
import { openPrepared } from '#access'
import { beforeLeaving, readConfiguration, Stop, terminalProgress, type Command } from '#platform'
import { loadDemonstration } from './demonstration/load.ts'

/** `concord demo`: the demonstration's people, without a server. */
export const demonstrationCommand: Command = {
  summary: 'fill a demonstration with its invented people',
  usage: `npx concord demo

Fills the database with about 1,000 invented people, as three agencies' extracts that are imported like any others. The server does
the same when it first starts. Refused outside a demonstration (CONCORD_DEMO=0).`,
  run: async (args, stopping) => {
    parseArgs({ args: [...args] })
    const configuration = readConfiguration(process.env)
    if (!configuration.demonstration)
      throw new Stop('This is not a demonstration (CONCORD_DEMO=0): no invented people are put into it.')
    const progress = terminalProgress(process.stderr)
    const database = await openPrepared(configuration, sentence => progress.tell({ sentence }))
    const close = beforeLeaving(database.close)
    try {
      const finished = await loadDemonstration(database, { stopping, tell: progress.tell })
      progress.end()
      console.log(finished ? 'The demonstration is complete.' : 'Stopped. Started again, it goes on where it was.')
      return finished ? 0 : 1
    } finally {
      progress.end()
      await close()
    }
  },
}
