import { Stop, type AgencyId, type Refusal } from '#platform'
import { lookAtFile, type DeliveredFile } from './delivery.ts'
import type { Ground } from './ground.store.ts'
import { howToStage } from './import.ts'
import { recordsOf, UnreadableFile } from './records.ts'
import type { ReceivedFile } from './receiving.ts'

/** Files that may be staged, and every reason against the others. */
export type LookedOver = { readonly files: readonly DeliveredFile[]; readonly refusals: readonly Refusal[] }

/**
 * Looks files over before anything is kept of them: each must be known by its headings, be written by the system of `agency`, be
 * different from the others, and be readable to its end.
 */
export const lookOver = async (
  ground: Ground,
  received: readonly ReceivedFile[],
  agency: AgencyId,
): Promise<LookedOver> => {
  const files: DeliveredFile[] = []
  const refusals: Refusal[] = []
  for (const file of received) {
    const looked = await lookAtFile(ground, file, null).catch((error: unknown) => {
      if (error instanceof Stop) return { why: 'is of a system for which Concord knows no agency' }
      throw error
    })
    const why = 'why' in looked ? looked.why : await whyNot(ground, looked, files, agency)
    if (why !== null) refusals.push({ field: 'files', text: `${file.name} ${why}` })
    else if (!('why' in looked)) files.push(looked)
  }
  return { files, refusals }
}

const whyNot = async (
  ground: Ground,
  { path, recognised, file }: DeliveredFile,
  others: readonly DeliveredFile[],
  agency: AgencyId,
): Promise<string | null> => {
  if (file.agency !== agency)
    return `is a file of ${nameOf(ground, file.agency)} (${recognised.file.name}): their own data steward loads it`
  const twin = others.find(other => other.file.sha256 === file.sha256)
  if (twin) return `has the same content as ${twin.file.name}`
  try {
    // Nothing is done with the rows yet: a file that breaks off in the middle is refused before any of it is kept.
    for await (const record of recordsOf(path, howToStage(path, recognised, file.encoding).form)) void record
    return null
  } catch (error) {
    if (error instanceof UnreadableFile) return error.message
    throw error
  }
}

const nameOf = ({ reference, agencyIds }: Ground, agency: AgencyId): string =>
  reference.agencies.find(({ code }) => agencyIds.get(code) === agency)?.name ?? 'another agency'
