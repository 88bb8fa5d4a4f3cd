import type { Access, Role } from '#platform'

/** A time that a grant holds: from `from` (within) to `to` (not within); null: it has not ended. */
export type Spell = { readonly from: Temporal.Instant; readonly to: Temporal.Instant | null }

/** Whoever asks, as the role they wear makes them. Ids are of officers, units and agencies. */
export type Asker = {
  readonly officer: string
  readonly role: Role
  readonly unit: string
  readonly agency: string
  /** Police (counter-terrorism policing included), probation and prisons are the responsible authority (Criminal Justice Act 2003 s.325). */
  readonly ofResponsibleAuthority: boolean
  readonly vetted: boolean
  readonly trained: boolean
  /** For a supervisor: their own unit and those below it, and the same of a supervisor whom they cover and who is away. */
  readonly supervises: readonly string[]
  readonly region: string | null
  readonly area: string | null
  readonly onShift: boolean
  readonly compartments: readonly string[]
}

/** What the dated facts say of one case, each fact with the time it holds. */
export type Case = {
  readonly ownership: readonly (Spell & {
    readonly unit: string
    readonly agency: string
    readonly region: string | null
  })[]
  readonly bases: readonly (Spell & { readonly counterTerrorism: boolean; readonly confirmed: boolean })[]
  /** The record manager, responsible officers, the case team, and whoever was named for a time. */
  readonly named: readonly (Spell & { readonly officer: string })[]
  /** Who covers for the manager, a responsible officer or one of the case team, each time within which that cover holds. */
  readonly covers: readonly (Spell & { readonly covered: string; readonly covering: string })[]
  /** When one of those who are covered is away: an absence, or no vetting or training in force. */
  readonly away: readonly (Spell & { readonly officer: string })[]
  /** A partner unit; `officer`: whom it named, or null while it has named nobody. */
  readonly partners: readonly (Spell & { readonly unit: string; readonly officer: string | null })[]
  readonly arrangements: readonly (Spell & { readonly area: string })[]
  /** The force where the person lives or stays. */
  readonly residences: readonly (Spell & { readonly force: string })[]
  readonly exclusions: readonly (Spell & { readonly officer: string })[]
  readonly restrictions: readonly (Spell & {
    readonly shows: 'none' | 'contact'
    readonly members: readonly (Spell & { readonly officer: string })[]
  })[]
  readonly compartments: readonly (Spell & { readonly compartment: string; readonly shows: 'none' | 'contact' })[]
}

const vettedRoles: readonly Role[] = ['officer', 'supervisor', 'region-lead', 'duty-officer', 'local-contact']

/** Roles that open records at all: while their vetting and training last. All others see none, whatever the case. */
export const rolesThatOpenRecords: readonly Role[] = [...vettedRoles, 'mappa-coordinator']

/**
 * What `asker` may see of `subject` at `now`: the design's decision, first match wins. It explains; `exact_audience` in
 * schema/0005_access.sql prevents; test/access.test.ts holds the two together over generated cases.
 *
 * The local point of contact stands before "any other vetted officer", because they see in summary *everyone* who lives or
 * stays in their force. A basis that is still to be confirmed keeps the record inside the unit that leads it.
 */
export const decideAccess = (asker: Asker, subject: Case, now: Temporal.Instant): Access => {
  if (!asker.vetted || !asker.trained || !rolesThatOpenRecords.includes(asker.role)) return 'none'
  const current = <Fact extends Spell>(facts: readonly Fact[]) => facts.filter(fact => holds(fact, now))
  const isVettedOfficer = vettedRoles.includes(asker.role)
  const limited = (shows: 'none' | 'contact'): Access => (shows === 'contact' && isVettedOfficer ? 'contact' : 'none')

  if (current(subject.exclusions).some(({ officer }) => officer === asker.officer)) return 'none'

  const restriction = current(subject.restrictions)[0]
  if (restriction && !current(restriction.members).some(({ officer }) => officer === asker.officer))
    return limited(restriction.shows)

  const missing = current(subject.compartments).filter(({ compartment }) => !asker.compartments.includes(compartment))
  if (missing.length > 0) return limited(missing.some(({ shows }) => shows === 'none') ? 'none' : 'contact')

  const bases = current(subject.bases)
  const counterTerrorism = bases.some(basis => basis.counterTerrorism)
  const confirmed = bases.some(basis => basis.confirmed)
  const lead = current(subject.ownership)[0]

  const named = current(subject.named).map(({ officer }) => officer)
  if (named.includes(asker.officer)) return 'full'
  const away = current(subject.away).map(({ officer }) => officer)
  if (
    current(subject.covers).some(
      ({ covered, covering }) => covering === asker.officer && named.includes(covered) && away.includes(covered),
    )
  )
    return 'full'
  if (lead && hasCharge(asker, lead.unit)) return 'full'
  const inLeadUnit = isVettedOfficer && lead?.unit === asker.unit
  if (inLeadUnit && !counterTerrorism) return 'full'
  if (!confirmed) return inLeadUnit ? 'summary' : 'none'

  if (asker.role === 'region-lead' && counterTerrorism && lead?.region && lead.region === asker.region) return 'full'
  if (
    current(subject.partners).some(({ unit, officer }) =>
      officer === null ? hasCharge(asker, unit) : officer === asker.officer,
    )
  )
    return 'full'
  if (asker.role === 'mappa-coordinator')
    return current(subject.arrangements).some(({ area }) => area === asker.area) ? 'full' : 'none'

  if (inLeadUnit) return 'summary'
  if (asker.role === 'local-contact' && current(subject.residences).some(({ force }) => force === asker.agency))
    return 'summary'
  if (counterTerrorism) return 'contact'
  return asker.ofResponsibleAuthority || lead?.agency === asker.agency ? 'summary' : 'none'
}

/** Answers for a unit's cases: its supervisor, or its duty officer while on shift. */
const hasCharge = (asker: Asker, unit: string): boolean =>
  (asker.role === 'supervisor' && asker.supervises.includes(unit)) ||
  (asker.role === 'duty-officer' && asker.onShift && asker.unit === unit)

const holds = ({ from, to }: Spell, now: Temporal.Instant): boolean =>
  Temporal.Instant.compare(from, now) <= 0 && (to === null || Temporal.Instant.compare(now, to) < 0)
