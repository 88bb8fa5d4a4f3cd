import type { AgencyId, NominalId, UnitId } from '#platform'
import { fact, type Fact } from './fact.ts'

/** What one source's person row says of a nominal's lead, with where it stands. */
export type SaidOfHands = {
  readonly agency: AgencyId
  readonly row: string
  readonly sourceRef: string
  readonly rank: number
  readonly unit: UnitId | null
  readonly partner: boolean
  readonly manager: string
  readonly mappa: boolean
  readonly mappaLevel: number | null
}

/** A nominal whose rows are all in, and what already stands. */
export type NominalInHand = {
  readonly nominal: NominalId
  readonly said: readonly SaidOfHands[]
  readonly owner: UnitId | null
  readonly isManaged: boolean
  readonly hasBasis: boolean
  readonly counterTerrorism: boolean
  readonly partners: readonly UnitId[]
  readonly areas: readonly string[]
}

/** What deciding asks of units, officers and lists. */
export type Places = {
  /** The unit that holds what no row says who leads. */
  readonly fallback: UnitId
  readonly areaOf: (unit: UnitId) => string | null
  /** Officers of a unit whom extracts write so. */
  readonly officersCalled: (unit: UnitId, sourceName: string) => readonly string[]
  readonly unallocatedPostOf: (unit: UnitId) => string
  /** The MAPPA arrangement of counter-terrorism cases. */
  readonly counterTerrorismArea: string
  readonly toBeConfirmed: { readonly kind: string; readonly words: string }
}

/** A fact that follows from what the sources say of hands, and the row that it follows from. */
export type HandsFact = { readonly fact: Fact; readonly said: SaidOfHands }

/**
 * Puts a nominal into hands: one unit leads, one officer or post holds the record, other agencies' units are partners, the
 * arrangement follows the lead. What stands already is left as it is: who leads changes by people's decisions.
 */
export const intoHands = (held: NominalInHand, places: Places): readonly HandsFact[] => {
  const [first] = held.said
  if (!first) return []
  const lead = leadOf(held)
  const unit = held.owner ?? lead?.unit ?? places.fallback
  const from = lead ?? first
  return [
    ...(held.owner === null ? [{ fact: fact('ownership', { unit_id: unit }), said: from }] : []),
    ...(held.isManaged ? [] : [{ fact: managerOf(unit, from.manager, places), said: from }]),
    ...(held.hasBasis
      ? []
      : [{ fact: fact('basis', { ...places.toBeConfirmed, counter_terrorism: false, confirmed: false }), said: from }]),
    ...partnersOf(held, unit),
    ...arrangementOf(held, unit, places),
  ]
}

/** The row that decides who leads: the register's force before the probation region before the prison. */
const leadOf = ({ said }: NominalInHand): SaidOfHands | undefined =>
  said.filter(({ unit }) => unit !== null).sort((a, b) => a.rank - b.rank || (a.row < b.row ? -1 : 1))[0]

/** The officer of the unit whom the source names, if exactly one is called so; else the post that holds what nobody is named for. */
const managerOf = (unit: UnitId, sourceName: string, places: Places): Fact => {
  const called = sourceName === '' ? [] : places.officersCalled(unit, sourceName)
  return called.length === 1
    ? fact('record_manager', { officer_id: called[0]!, post_id: null })
    : fact('record_manager', { officer_id: null, post_id: places.unallocatedPostOf(unit) })
}

const partnersOf = ({ said, partners }: NominalInHand, owner: UnitId): readonly HandsFact[] => {
  const known = new Set<UnitId | null>([owner, null, ...partners])
  return said.flatMap(each => {
    if (!each.partner || known.has(each.unit)) return []
    known.add(each.unit)
    return [{ fact: fact('partner', { unit_id: each.unit! }), said: each }]
  })
}

/** Levels at odds between sources are no level. */
const arrangementOf = (held: NominalInHand, owner: UnitId, places: Places): readonly HandsFact[] => {
  const stating = held.said.filter(({ mappa }) => mappa)
  const area = held.counterTerrorism ? places.counterTerrorismArea : places.areaOf(owner)
  if (stating.length === 0 || area === null || held.areas.includes(area)) return []
  const levels = new Set(stating.flatMap(({ mappaLevel }) => mappaLevel ?? []))
  return [{ fact: fact('arrangement', { area, level: levels.size === 1 ? [...levels][0]! : null }), said: stating[0]! }]
}
