import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { openPrepared } from '#access'
import {
  beforeLeaving,
  dayOf,
  openPool,
  readConfiguration,
  Stop,
  terminalProgress,
  WrongUse,
  type AgencyId,
  type Command,
} from '#platform'
import { csvLine } from './csv.ts'
import { filesIn } from './delivery.ts'
import { groundOf, type Ground } from './ground.store.ts'
import { importFiles, type Imported } from './import.ts'
import { refusedLines, type RefusedLine } from './refusal.store.ts'
import type { StagedFile } from './staging.store.ts'

const usage = `npx concord import FOLDER [--json] [--refused FILE] [--agency CODE]

Loads the extracts in FOLDER. Its files are recognised by their headings; every row ends as loaded, linked (it joined a nominal,
or repeats a row that is there) or refused with its reason. Ctrl-C stops it; started again it goes on where it was. The same
files may be imported again: nothing is loaded twice.

  --json          print only { "files": [{ "file", "read", "loaded", "linked", "refused" }] }
  --refused FILE  write the refused rows there: file,line,key,reason
  --agency CODE   record the facts in the name of this agency, and not of the one whose system writes such files

For example: npx concord import extracts/2026-11 --refused refused.csv`

/** `concord import`: extracts in. Exit 0 when every row is accounted for. */
export const importCommand: Command = {
  summary: 'load extracts of the register, probation and prisons',
  usage,
  run: async (args, stopping) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { json: { type: 'boolean' }, refused: { type: 'string' }, agency: { type: 'string' } },
      allowPositionals: true,
    })
    const [folder] = positionals
    if (folder === undefined || positionals.length > 1) throw new WrongUse('Name one folder with extracts in it.')
    const paths = await filesIn(folder)
    if (values.refused !== undefined) await beWritable(values.refused)

    const progress = terminalProgress(process.stderr)
    const database = await openPrepared(readConfiguration(process.env), sentence => progress.tell({ sentence }))
    const db = openPool(database.importerUrl, { max: 6, name: 'concord import' })
    const close = beforeLeaving(async () => {
      await db.close()
      await database.close()
    })
    try {
      const ground = await groundOf(db.pool)
      const imported = await importFiles(db, ground, {
        name: folder,
        paths,
        agency: agencyCalled(ground, values.agency),
        asOf: dayOf(Temporal.Now.instant()),
        stopping,
        tell: progress.tell,
      })
      progress.end()
      if (values.refused !== undefined)
        await writeFile(
          values.refused,
          refusedCsv(
            await refusedLines(
              db.pool,
              imported.files.map(({ id }) => id),
            ),
          ),
        )
      return answer(imported, values.json === true)
    } finally {
      progress.end()
      await close()
    }
  },
}

const agencyCalled = ({ agencyIds }: Ground, code: string | undefined): AgencyId | null => {
  if (code === undefined) return null
  const agency = agencyIds.get(code)
  if (!agency) throw new Stop(`No agency has the code ${code}.`)
  return agency
}

/** Found out before anything is loaded, and not after. */
const beWritable = async (path: string): Promise<void> => {
  await writeFile(path, refusedCsv([])).catch(() => {
    throw new Stop(`${path} cannot be written.`)
  })
}

const refusedCsv = (lines: readonly RefusedLine[]): string =>
  [
    csvLine(['file', 'line', 'key', 'reason']),
    ...lines.map(({ file, line, key, reason }) => csvLine([file, String(line), key, reason])),
  ].join('')

const figuresOf = ({ name, staged, loaded, linked, refused }: StagedFile) => ({
  file: name,
  read: staged,
  loaded,
  linked,
  refused,
})

const answer = ({ files, finished }: Imported, json: boolean): 0 | 1 => {
  if (!finished) {
    console.error('Stopped. Started again, the import goes on where it was.')
    return 1
  }
  const figures = files.map(figuresOf)
  if (json) console.log(JSON.stringify({ files: figures }))
  else for (const line of inColumns(figures)) console.log(line)
  return 0
}

const inColumns = (figures: readonly ReturnType<typeof figuresOf>[]): readonly string[] => {
  const widest = Math.max(...figures.map(({ file }) => file.length))
  const cell = (value: number, word: string) => `${value.toLocaleString('en-GB').padStart(9)} ${word}`
  return figures.map(
    ({ file, read, loaded, linked, refused }) =>
      `${file.padEnd(widest)} ${cell(read, 'read')} ${cell(loaded, 'loaded')} ${cell(linked, 'linked')} ${cell(refused, 'refused')}`,
  )
}
