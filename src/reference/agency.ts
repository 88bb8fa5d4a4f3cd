import { z } from 'zod'
import { header, unconfirmed } from './list.ts'
import type { CodeRow } from './list.ts'

/** Who answers the telephone for a unit. At access *contact* only `contactName` and the number are shown. */
export type DutyDesk = {
  readonly name: string
  readonly contactName: string
  readonly telephone: string
  readonly placeholder: string | null
}

export type Agency = {
  readonly code: string
  readonly name: string
  readonly nameWelsh: string | null
  readonly kind: 'police' | 'counter-terrorism' | 'probation' | 'prison' | 'oversight'
  readonly region: string | null // counter-terrorism region
  readonly area: string | null // MAPPA area
  readonly source: string // the list it comes from
  readonly placeholder: string | null
}

export type Unit = {
  readonly code: string // unique among all units: "22-PPU", "N43", "BLI"
  readonly agency: string
  readonly name: string
  readonly nameWelsh: string | null
  readonly kind: string
  readonly region: string | null
  readonly area: string | null
  readonly active: boolean
  readonly leadsCases: boolean
  readonly counterTerrorism: boolean // every case it leads is one for access
  readonly dutyDesk: DutyDesk | null // null: leads no case and takes no calls
  readonly placeholder: string | null
}

/** A code in an extract that says which unit leads; `null`: no unit of that agency leads cases. */
export type LeadRow = CodeRow & { readonly unit: string | null }
export type ForceRow = LeadRow & { readonly region: string | null }
export type PrisonRow = LeadRow & { readonly active: boolean; readonly inCustody: boolean }

const kind = z.enum(['police', 'counter-terrorism', 'probation', 'prison', 'oversight'])
const desk = z.strictObject({ name: z.string(), contactName: z.string(), ...unconfirmed })
const ownDesk = z.strictObject({ ...desk.partial().shape, telephone: z.string() })

const unit = {
  kind: z.string(),
  leadsCases: z.boolean().default(false),
  counterTerrorism: z.boolean().default(false),
  area: z.string().nullable().default(null),
  dutyDesk: desk.optional(),
}
const unitOfEach = z.strictObject({ code: z.string(), name: z.string(), ...unit })

const row = { code: z.string(), name: z.string(), nameWelsh: z.string().optional(), dutyDesk: ownDesk.optional() }

/** A file whose rows are agencies, each with the same units. */
export const AgencyFile = z.strictObject({
  ...header,
  agencyKind: kind,
  units: z.array(unitOfEach),
  rows: z.array(
    z.strictObject({
      ...row,
      slug: z.string().optional(),
      onsCode: z.string().optional(),
      nation: z.string().optional(),
      region: z.string().optional(), // of a force
      regionName: z.string().optional(), // of a region's own agency
      moreUnits: z.array(z.strictObject({ code: z.string(), kind: z.string(), name: z.string() })).default([]),
      ...unconfirmed,
    }),
  ),
})

/** A file whose rows are the units of one agency. */
export const ServiceFile = z.strictObject({
  ...header,
  agency: z.strictObject({ code: z.string(), name: z.string(), kind }),
  unit: z.strictObject(unit),
  rows: z.array(
    z.strictObject({
      ...row,
      active: z.boolean().default(true),
      inCustody: z.boolean().default(true),
      counterTerrorism: z.boolean().optional(),
      area: z.string().optional(),
      ...unconfirmed,
    }),
  ),
})
export type AgencyFile = z.output<typeof AgencyFile>
export type ServiceFile = z.output<typeof ServiceFile>
