import { z } from 'zod'
import { Stop } from '#platform'
import { AgencyFile, ServiceFile } from './agency.ts'
import type { Unit } from './agency.ts'
import { faultsOf } from './check.ts'
import { readCodes } from './code.ts'
import { header, placeholderOf, readFile, unconfirmed } from './list.ts'
import { readProfiles } from './profile.ts'
import { agenciesOf, serviceOf } from './unit.ts'

const AreaFile = z.strictObject({
  ...header,
  rows: z.array(z.strictObject({ code: z.string(), name: z.string(), forces: z.array(z.string()), ...unconfirmed })),
})

const PostcodeFile = z.strictObject({
  ...header,
  rows: z.array(
    z.strictObject({
      area: z.string().regex(/^[A-Z]{1,2}$/),
      force: z.string().nullable(), // null: no force of the list
      overrides: z.array(z.strictObject({ force: z.string(), districts: z.array(z.string()) })).default([]),
    }),
  ),
})

const everything = (folder: URL) => {
  const areas = readFile(folder, 'areas', AreaFile)
  const regionFile = readFile(folder, 'counter-terrorism-regions', AgencyFile)
  const agencies = (name: string) => agenciesOf(readFile(folder, name, AgencyFile), areas.rows)
  const service = (name: string) => serviceOf(readFile(folder, name, ServiceFile))

  const regions = agenciesOf(regionFile, areas.rows)
  const forces = agencies('police-forces')
  const unallocated = agencies('unallocated')
  const probation = service('probation-regions')
  const prisons = service('prisons')
  const all = [regions, forces, probation, prisons, unallocated, agencies('oversight-agencies')]
  const { lists, markerSchemes } = readCodes(folder)

  return {
    /** Counter-terrorism regions; the agency of the same code has the unit that manages nominals there. */
    regions: regionFile.rows.map(row => ({
      code: row.code,
      name: row.regionName ?? row.name,
      placeholder: placeholderOf(row, regionFile),
    })),
    /** MAPPA areas and CT MAPPA, each with its forces. */
    areas: areas.rows.map(row => ({ ...row, placeholder: placeholderOf(row, areas) })),
    agencies: all.flatMap(each => each.agencies),
    units: all.flatMap(each => each.units),
    /** Lists of codes by name, as the columns of import profiles call them. */
    lists: {
      ...lists,
      'police-forces': forces.list,
      'counter-terrorism-regions': regions.list,
      'probation-regions': probation.list,
      prisons: prisons.list,
      unallocated: unallocated.list,
    },
    markerSchemes,
    postcodeAreas: readFile(folder, 'postcode-areas', PostcodeFile).rows,
    profiles: readProfiles(folder),
  }
}

/** What authorities may change without a programmer, read and checked. `placeholder` everywhere: why an entry is not confirmed, or `null`. */
export type Reference = ReturnType<typeof everything>
export type CodeListName = keyof Reference['lists']

/**
 * Reads `reference/` and holds its files against each other.
 * @throws Stop with a sentence for each fault.
 */
export const readReference = (folder = new URL('../../reference/', import.meta.url)): Reference => {
  const reference = everything(folder)
  const faults = faultsOf(reference)
  if (faults.length > 0) throw new Stop(faults.map(fault => `reference: ${fault}.`).join('\n'))
  return reference
}

/** What a person's rows say of who leads; empty or absent: nothing said. */
export type SaidOfLead = { readonly force?: string; readonly probationRegion?: string; readonly prison?: string }

/**
 * The unit that leads: the register row's force, else the probation region, else the prison, else the desk for rows without any.
 * `undefined`: the code said first is in no list (a check has refused such a row before).
 */
export const leadUnitOf = ({ lists, units }: Reference, said: SaidOfLead): Unit | undefined => {
  const row = said.force
    ? (lists['police-forces'].find(said.force) ?? lists['counter-terrorism-regions'].find(said.force))
    : said.probationRegion
      ? lists['probation-regions'].find(said.probationRegion)
      : said.prison
        ? lists.prisons.find(said.prison)
        : lists.unallocated.rows[0]
  return units.find(({ code }) => code === row?.unit)
}

/**
 * The code of the force in whose area a postcode lies, by its outward half (an approximation: see the list's note).
 * `null`: not a postcode of the United Kingdom, or of no force in the list.
 */
export const forceOfPostcode = ({ postcodeAreas }: Reference, postcode: string): string | null => {
  const [, area, number] =
    /^([A-Z]{1,2})(\d{1,2})[A-Z]?\d[A-Z]{2}$/.exec(postcode.toUpperCase().replaceAll(' ', '')) ?? []
  const row = postcodeAreas.find(each => each.area === area)
  return row?.overrides.find(({ districts }) => districts.includes(`${area}${number}`))?.force ?? row?.force ?? null
}
