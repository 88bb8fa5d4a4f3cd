import { codeList, placeholderOf } from './list.ts'
import type { Agency, AgencyFile, DutyDesk, ForceRow, PrisonRow, ServiceFile, Unit } from './agency.ts'
import type { CodeList } from './list.ts'

/** What a file gives: agencies, their units, and the list of its codes, each with the unit that leads. */
export type Led<Row extends ForceRow | PrisonRow> = {
  readonly agencies: readonly Agency[]
  readonly units: readonly Unit[]
  readonly list: CodeList<Row>
}

type Area = { readonly code: string; readonly forces: readonly string[] }
type AgencyRow = AgencyFile['rows'][number]

// What a row says of its desk goes before what its file says of every desk.
const deskOf = (
  common: AgencyFile['units'][number]['dutyDesk'],
  own: AgencyRow['dutyDesk'],
  name: string,
): DutyDesk | null =>
  common && own
    ? {
        name: (own.name ?? common.name).replace('{name}', name),
        contactName: own.contactName ?? common.contactName,
        telephone: own.telephone,
        placeholder: placeholderOf(own, common),
      }
    : null

const agencyOf = (row: AgencyRow, file: AgencyFile, areas: readonly Area[]): Agency => ({
  code: row.code,
  name: row.name,
  nameWelsh: row.nameWelsh ?? null,
  kind: file.agencyKind,
  region: row.region ?? (row.regionName === undefined ? null : row.code),
  area: areas.find(({ forces }) => forces.includes(row.code))?.code ?? null,
  source: file.list,
  placeholder: placeholderOf(row, file),
})

const unitsOf = (row: AgencyRow, file: AgencyFile, { code: agency, region, area, placeholder }: Agency): Unit[] => {
  const inherited = { agency, region, placeholder, nameWelsh: null, active: true }
  return [
    ...file.units.map(unit => ({
      ...unit,
      ...inherited,
      code: `${agency}-${unit.code}`,
      area: unit.area ?? area,
      dutyDesk: deskOf(unit.dutyDesk, row.dutyDesk, row.name),
    })),
    ...row.moreUnits.map(unit => ({
      ...unit,
      ...inherited,
      area: null,
      leadsCases: false,
      counterTerrorism: false,
      dutyDesk: null,
    })),
  ]
}

/** Reads a file whose rows are agencies; `areas` gives each force its MAPPA area. */
export const agenciesOf = (file: AgencyFile, areas: readonly Area[]): Led<ForceRow> => {
  const each = file.rows.map(row => ({ row, agency: agencyOf(row, file, areas) }))
  const leading = file.units.find(({ leadsCases }) => leadsCases)
  return {
    agencies: each.map(({ agency }) => agency),
    units: each.flatMap(({ row, agency }) => unitsOf(row, file, agency)),
    list: codeList({
      ...file,
      rows: each.map(({ row: { placeholder, why }, agency: { code, name, region } }) => ({
        code,
        words: name,
        region,
        unit: leading ? `${code}-${leading.code}` : null,
        placeholder,
        why,
      })),
    }),
  }
}

/** Reads a file whose rows are the units of one agency. */
export const serviceOf = (file: ServiceFile): Led<PrisonRow> => {
  const agency: Agency = {
    ...file.agency,
    nameWelsh: null,
    region: null,
    area: null,
    source: file.list,
    placeholder: placeholderOf(file, {}),
  }
  const { dutyDesk, ...common } = file.unit
  return {
    agencies: [agency],
    units: file.rows.map(row => ({
      ...common,
      code: row.code,
      agency: agency.code,
      name: row.name,
      nameWelsh: row.nameWelsh ?? null,
      region: null,
      area: row.area ?? common.area,
      active: row.active,
      counterTerrorism: row.counterTerrorism ?? common.counterTerrorism,
      dutyDesk: deskOf(dutyDesk, row.dutyDesk, row.name),
      placeholder: placeholderOf(row, file),
    })),
    list: codeList({
      ...file,
      rows: file.rows.map(({ code, name, active, inCustody, placeholder, why }) => ({
        code,
        words: name,
        unit: code,
        active,
        inCustody,
        placeholder,
        why,
      })),
    }),
  }
}
