import { mkdir } from 'node:fs/promises'
import { demonstrationOfficers } from '#access'
import { chanceOf } from './chance.ts'
import { openExtract, type ExtractFile } from './extract-file.ts'
import { extractProfiles, type ExtractName } from './extract-profile.ts'
import { managerNames } from './manager.ts'
import { inventPeople, type Invention, type Person } from './person.ts'
import { prisonRow } from './prison-row.ts'
import { probationRows } from './probation-row.ts'
import { registerRows, type Writing } from './register-row.ts'
import { spoiltRows, type SpoiltRow } from './spoilt-row.ts'

export type ExtractOrder = Pick<Invention, 'seed' | 'people' | 'asOf'>
/** What was written: rows by file (headings not counted) and the rows among them that an importer must refuse, with key and reason. */
export type ExtractSummary = {
  readonly people: number
  readonly files: readonly { readonly file: ExtractName; readonly rows: number }[]
  readonly refused: readonly { readonly file: ExtractName; readonly key: string; readonly reason: string }[]
}

/** Numbers are drawn without repeats up to here (the scarcest are the CRO serials that are never issued). */
const peopleMost = 50_000

/**
 * Writes the extracts of three agencies about `people` invented persons (1 to 50,000) into a folder, which is made if need be.
 * The same order gives the same bytes on every machine. Rows are written as people are invented; nothing is kept.
 */
export const writeExtracts = async (folder: string, { seed, people, asOf }: ExtractOrder): Promise<ExtractSummary> => {
  if (!Number.isSafeInteger(people) || people < 1 || people > peopleMost)
    throw new RangeError(`The number of people must be from 1 to ${peopleMost}, not ${people}`)
  await mkdir(folder, { recursive: true })
  const files = new Map<ExtractName, ExtractFile>()
  try {
    for (const profile of extractProfiles) files.set(profile.file, await openExtract(folder, profile))
    const refused = await writeRows(files, { seed, people, asOf, officers: demonstrationOfficers })
    const written = []
    for (const [file, { close }] of files) written.push({ file, rows: await close() })
    return {
      people,
      files: written,
      refused: refused.map(({ file, values, reason }) => ({ file, key: values[0]!, reason })),
    }
  } catch (error) {
    await Promise.allSettled([...files.values()].map(({ close }) => close()))
    throw error
  }
}

/** Writes everybody's rows, and the spoilt ones spread evenly among them; answers with the spoilt ones. */
const writeRows = async (files: Map<ExtractName, ExtractFile>, invention: Invention): Promise<readonly SpoiltRow[]> => {
  const { seed, people, asOf, officers } = invention
  const writing: Writing = { chance: chanceOf(seed, 'rows'), asOf, managers: managerNames(officers, seed) }
  let spoilt: readonly SpoiltRow[] = []
  let spoiltSoFar = 0
  for (const person of inventPeople(invention)) {
    const rows = rowsOf(person, writing)
    for (const { file, values } of rows) await files.get(file)!.add(values)
    const reference = rows.find(({ file }) => file === 'visor_nominals.csv')?.values[0]
    if (spoilt.length === 0 && reference) spoilt = spoiltRows(reference, asOf)
    const due = person.nth + 1 === people ? spoilt.length : Math.floor((spoilt.length * person.nth) / people)
    for (; spoiltSoFar < due; spoiltSoFar++) {
      const { file, values } = spoilt[spoiltSoFar]!
      await files.get(file)!.add(values)
    }
  }
  return spoilt
}

type Row = { readonly file: ExtractName; readonly values: readonly string[] }

/** One person in the files of every agency that knows them. */
const rowsOf = (person: Person, writing: Writing): readonly Row[] => {
  const { registerForce, provider, prison } = person.case
  return [
    ...(registerForce === null ? [] : registerRows(person, writing)),
    ...(provider === null ? [] : probationRows(person, writing.chance)).map(values => ({
      file: 'ndelius_cases.csv' as const,
      values,
    })),
    ...(prison === null
      ? []
      : [{ file: 'nomis_offenders.csv' as const, values: prisonRow(person, writing.chance, writing.asOf) }]),
  ]
}
