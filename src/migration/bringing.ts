import type { FastifyRequest } from 'fastify'
import { dayOf, momentInWords, type Actor, type Database, type Refusal, type Surroundings } from '#platform'
import type { DeliveredFile } from './delivery.ts'
import { addExtract, broughtBefore, extractsOfAgency, type BroughtBefore } from './extract.store.ts'
import type { Ground } from './ground.store.ts'
import { whileAlone } from './import-lock.ts'
import { howToStage } from './import.ts'
import { lookOver } from './looking-over.ts'
import type { Received } from './receiving.ts'
import { stageFile } from './staging.ts'
import type { ExtractFileId, ExtractId } from './staging.store.ts'
import type { StewardsExtract } from './steward.facts.ts'
import { actAsSteward, type Stewarded } from './stewardship.ts'

/** What came of an upload: an extract all of whose rows are kept, or why not, with the list beside which the form is shown again. */
export type Brought =
  | { readonly extract: ExtractId }
  | { readonly refusals: readonly Refusal[]; readonly list: readonly StewardsExtract[] }

type Begun = {
  readonly extract: ExtractId
  readonly files: readonly (DeliveredFile & { readonly id: ExtractFileId; readonly staged: number })[]
}

/** How many extracts one page of the list has. */
export const extractsListed = 25

/**
 * Takes the files of an upload in: looks them over, begins an extract in the steward's name, and keeps every row as it came. When
 * this answers with an extract, nothing of it is needed any more but the database. A reading that was broken off goes on when the
 * same files are brought again.
 */
export const bring = async (
  surroundings: Surroundings,
  importer: Database,
  ground: Ground,
  request: FastifyRequest,
  {
    steward,
    received,
    stopping,
  }: { readonly steward: Actor; readonly received: Received; readonly stopping: AbortSignal },
): Promise<Stewarded<Brought>> => {
  const refuse = (refusals: readonly Refusal[]) => begin(surroundings, request, received, [], refusals)
  // One reading at a time for an agency, so that nobody finishes what another is still at.
  const once = { stopping: AbortSignal.abort(), waiting: () => undefined }
  const brought = await whileAlone(importer, `concord upload ${steward.agency}`, once, async () => {
    const { files, refusals } = await lookOver(ground, received.files, steward.agency)
    const begun = await begin(surroundings, request, received, files, [...received.refusals, ...refusals])
    if (!begun.may || 'refusals' in begun.result) return begun
    for (const { path, recognised, file, id, staged } of begun.result.files) {
      const how = howToStage(path, recognised, file.encoding)
      const control = { stopping, progress: () => undefined }
      const { stopped, fault } = await stageFile(importer, { id, agency: file.agency, staged, ...how }, control)
      if (stopped || fault !== null) return refuse([{ field: 'files', text: brokenOff }])
    }
    return { ...begun, result: { extract: begun.result.extract } }
  })
  return brought ?? refuse([...received.refusals, { field: 'files', text: busy }])
}

const busy = 'Files of your agency are being read at this moment: wait until they are, and load these then'
const brokenOff =
  'The server was stopped while it read the files: load the same ones again, and it goes on where it was'

type Beginning = Begun | Extract<Brought, { refusals: unknown }>

const begin = (
  { db, now }: Surroundings,
  request: FastifyRequest,
  { name }: Received,
  files: readonly DeliveredFile[],
  already: readonly Refusal[],
): Promise<Stewarded<Beginning>> =>
  actAsSteward<Beginning>(db, request.caller, 'extract.begun', async (tx, actor) => {
    const before = await broughtBefore(
      tx,
      files.map(({ file }) => file),
    )
    const refusals = [...already, ...files.flatMap(file => whyNotAgain(file, before))]
    if (refusals.length > 0)
      return {
        result: { refusals, list: await extractsOfAgency(tx, null, extractsListed + 1) },
        audit: { action: 'extract.begun', outcome: 'refused' },
      }
    const isNew = ({ file }: DeliveredFile) => !before.some(({ sha256 }) => sha256 === file.sha256)
    const added = files.some(isNew)
      ? await addExtract(tx, actor, { name, asOf: dayOf(now()) }, files.filter(isNew))
      : undefined
    const ids = [...(added?.files ?? [])]
    const begun = files.map(file => {
      const known = before.find(({ sha256 }) => sha256 === file.file.sha256)
      return { ...file, id: known?.id ?? ids.shift()!, staged: known?.staged ?? 0 }
    })
    const extract = added?.extract ?? before[0]!.extract
    return {
      result: { extract, files: begun },
      audit: { action: 'extract.begun', records: [extract, ...begun.map(({ id }) => id)] },
    }
  })

/** The same content is never loaded twice. Only a reading that a page began and that was broken off may go on. */
const whyNotAgain = ({ file }: DeliveredFile, before: readonly BroughtBefore[]): readonly Refusal[] => {
  const known = before.find(({ sha256 }) => sha256 === file.sha256)
  if (!known || (!known.isStaged && known.askedBy !== null)) return []
  const where = `in “${known.extractName}” on ${momentInWords(known.begunAt)}`
  return [
    {
      field: 'files',
      text: known.isStaged
        ? `${file.name} is here already: it was brought ${where}`
        : `${file.name} was begun from the command line, ${where}: let it be finished there`,
    },
  ]
}
