import type { DemonstrationOfficer } from '#access'
import { caseDealer, partsFor, type Case, type Part } from './case.ts'
import { chanceOf, type Chance } from './chance.ts'
import { managerNames } from './manager.ts'
import { nameDealer, nameOfRelative, type PersonName, type Sex } from './name.ts'
import { croNumber, insuranceNumber, pncNumber, prisonNumber, probationNumber } from './number.ts'
import { forceNumbers } from './force-area.ts'
import { addressIn, noFixedAbode, prisonsFor, type Address } from './place.ts'

/** An address with the day from which it was lived at, and the first day after, if that has come. */
export type Stay = {
  readonly address: Address
  readonly kind: 'HOME' | 'TEMP' | 'AP'
  readonly from: Temporal.PlainDate
  readonly to: Temporal.PlainDate | null
}

/** Somebody invented: what is true of them, before three agencies each take down their own version. */
export type Person = {
  /** Counted from 0 in the order of invention. */
  readonly nth: number
  readonly sex: Sex
  readonly born: Temporal.PlainDate
  readonly name: PersonName
  readonly case: Case
  readonly pnc: string
  readonly cro: string
  readonly nino: string
  readonly noms: string
  readonly crn: string
  /** Oldest first; the last is where they live, or lived last. */
  readonly stays: readonly Stay[]
  /** A twin or other relative invented before them, with whom they live. */
  readonly kin: { readonly tie: 'twin' | 'relative'; readonly to: Person } | null
}
export type Invention = {
  /** Any whole number; the same one gives the same people. */
  readonly seed: number
  readonly people: number
  /** The day on which the extracts are made; nothing but releases, ends of orders and slips of the pen lies after it. */
  readonly asOf: Temporal.PlainDate
  readonly officers: readonly DemonstrationOfficer[]
}

/** Invents people one by one. Names, cases and lives come from three runs of chance that know nothing of each other. */
export function* inventPeople({ seed, people, asOf, officers }: Invention): Generator<Person> {
  const named = chanceOf(seed, 'names')
  const lived = chanceOf(seed, 'lives')
  const plan = chanceOf(seed, 'cases')
  const nextCase = caseDealer(managerNames(officers, seed), plan)
  const nextName = nameDealer(named)
  const before = new Map<Part, Person>()
  let nth = 0
  for (const part of partsFor(people, plan)) {
    const person = invent(nth++, nextCase(part), before.get(part), { nextName, named, lived, asOf })
    before.set(part, person)
    yield person
  }
}

type Sources = {
  readonly nextName: (sex: Sex) => PersonName
  readonly named: Chance
  readonly lived: Chance
  readonly asOf: Temporal.PlainDate
}

const invent = (
  nth: number,
  of: Case,
  before: Person | undefined,
  { nextName, named, lived, asOf }: Sources,
): Person => {
  const kin: Person['kin'] =
    before && lived.often(0.06) ? { tie: lived.often(0.35) ? 'twin' : 'relative', to: before } : null
  const elder = kin?.to
  const sex: Sex = lived.often(0.09) ? 'F' : 'M'
  const born = birthOf(kin, lived, asOf)
  return {
    nth,
    sex,
    born,
    name: elder ? nameOfRelative(elder.name, elder.sex, sex, named) : nextName(sex),
    case: sex === 'F' && of.prison !== null && of.prison !== 'OUT' ? { ...of, prison: lived.pick(prisonsFor.F) } : of,
    pnc: pncNumber(firstArrest(born, lived, asOf), nth),
    cro: croNumber(firstArrest(born, lived, asOf), nth),
    nino: insuranceNumber(nth),
    noms: prisonNumber(nth),
    crn: probationNumber(nth),
    stays: staysOf(of, elder, lived, asOf),
    kin,
  }
}

const youngest = 19

const birthOf = (kin: Person['kin'], chance: Chance, asOf: Temporal.PlainDate): Temporal.PlainDate => {
  if (kin?.tie === 'twin') return kin.to.born
  if (kin) return birthOfRelative(kin.to.born, chance, asOf)
  const years = youngest + chance.whole(28) + chance.whole(28)
  return asOf.subtract({ years, days: chance.whole(365) })
}

/** A child or a younger sibling, or an elder sibling where that would be somebody too young for the register. */
const birthOfRelative = (born: Temporal.PlainDate, chance: Chance, asOf: Temporal.PlainDate): Temporal.PlainDate => {
  const years = chance.often(0.3) ? chance.between(20, 34) : chance.between(1, 7)
  const later = born.add({ years, days: chance.whole(300) })
  return later.until(asOf, { largestUnit: 'years' }).years >= youngest
    ? later
    : born.subtract({ years: chance.between(1, 7) })
}

const firstArrest = (born: Temporal.PlainDate, chance: Chance, asOf: Temporal.PlainDate): number =>
  Math.min(born.year + chance.between(14, 34), asOf.year - 1)

/** One to four addresses in a row; a relative lives with the elder. */
const staysOf = (of: Case, elder: Person | undefined, chance: Chance, asOf: Temporal.PlainDate): readonly Stay[] => {
  const stays: Stay[] = []
  let from = asOf.subtract({ days: chance.between(200, 6000) })
  const moves = chance.whole(4)
  for (let move = 0; move <= moves; move++) {
    const to = from.add({ days: chance.between(90, 1500) })
    const left = Temporal.PlainDate.compare(to, asOf) < 0 ? to : null
    const last = move === moves || left === null
    stays.push({
      ...dwelling(of, last ? elder : undefined, last, chance),
      from,
      to: last && !of.archived ? null : left,
    })
    if (last) break
    from = left
  }
  return stays
}

const dwelling = (
  of: Case,
  elder: Person | undefined,
  last: boolean,
  chance: Chance,
): Pick<Stay, 'address' | 'kind'> => {
  const household = elder?.stays.at(-1)
  if (household) return household
  const address = addressIn(last || chance.often(0.8) ? of.livesIn : chance.pick(forceNumbers), chance)
  if (chance.often(0.012)) return { address: noFixedAbode(address), kind: 'TEMP' }
  return { address, kind: chance.often(0.8) ? 'HOME' : chance.often(0.5) ? 'AP' : 'TEMP' }
}
