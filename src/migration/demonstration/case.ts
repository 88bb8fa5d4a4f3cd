import type { Chance } from './chance.ts'
import { dealer } from './chance.ts'
import type { ManagerNames } from './manager.ts'
import { areaOfForce, forceNumbers } from './force-area.ts'
import { prisonsFor } from './place.ts'

/** Why the register holds somebody; the first two are counter-terrorism. */
export type NominalType = 'TACT' | 'NSA' | 'RSO' | 'VIOLENT' | 'OTHER' | 'PDP'

/** Whose case it is: by the register's FORCE (a force or a region), by probation alone, or by a prison alone. */
export type Part =
  | 'region'
  | 'other region'
  | 'force, counter-terrorism'
  | 'force'
  | 'other force'
  | 'security division'
  | 'probation'
  | 'prison'

/** What agencies know of a person's case. Nothing in it is drawn from the person's name, nor the name from it. */
export type Case = {
  readonly part: Part
  readonly type: NominalType
  readonly archived: boolean
  /** The register's FORCE: a force number, a region's code, or empty; `null` where the register has no row. */
  readonly registerForce: string | null
  readonly manager: string
  readonly provider: string | null
  /** A prison's code or OUT; `null` where prisons have no row. */
  readonly prison: string | null
  /** The force in whose area the person lives. */
  readonly livesIn: string
  /** Nobody has said yet by which law the person is kept: no registration and no alert. */
  readonly basisMissing: boolean
}

/** How many of a thousand people belong to each part; the rest are cases of the other forces. */
const shareOfThousand = {
  region: 45,
  'other region': 12,
  'force, counter-terrorism': 10,
  force: 150,
  'security division': 22,
  probation: 325,
  prison: 30,
} as const satisfies Partial<Record<Part, number>>

/** The parts of `people` cases in random order, in shares that are the same for any number. */
export const partsFor = (people: number, chance: Chance): readonly Part[] => {
  const parts = Object.entries(shareOfThousand).flatMap(([part, share]) =>
    Array<Part>(Math.floor((people * share) / 1000)).fill(part as Part),
  )
  return chance.shuffled([...parts, ...Array<Part>(people - parts.length).fill('other force')])
}

/** Warwickshire leads cases, but nobody is invented to live there (see `force-area.ts`). */
const warwickshire = '23'
const elsewhere = [...forceNumbers.filter(force => force !== '22'), warwickshire]

const homeIn = (force: string): string => (force === warwickshire ? '20' : force)

/** Where the people of a region's cases live: one card each. */
const homes = {
  region: ['20', '20', '20', '20', '20', '22', '22', '22', '21', '21'],
  'other region': ['06', '06', '06', '05', '05', '04', '04', '07', '03'],
  'security division': ['20', '20', '22', '06', '13', '01', '01', '42', '43', '52'],
} as const

const otherTypes: readonly NominalType[] = cards({ RSO: 26, VIOLENT: 10, OTHER: 3, PDP: 1 })

/** Which of probation and prison know somebody whom the register knows: one card each. */
const alsoKnownTo = cards({ probation: 42, both: 27, prison: 11, neither: 20 })

function cards<Card extends string>(counts: Readonly<Record<Card, number>>): readonly Card[] {
  return (Object.entries(counts) as [Card, number][]).flatMap(([card, count]) => Array<Card>(count).fill(card))
}

/** Invents one case after another of the parts that are asked for. */
export const caseDealer = (managers: ManagerNames, chance: Chance): ((part: Part) => Case) => {
  const regionHome = dealer(homes.region, chance)
  const otherRegionHome = dealer(homes['other region'], chance)
  const divisionHome = dealer(homes['security division'], chance)
  const otherForce = dealer(elsewhere, chance)
  const type = dealer(otherTypes, chance)
  const known = dealer(alsoKnownTo, chance)

  /** Seven in a hundred live in the area of another force than the one that leads. */
  const homeNear = (force: string) => (chance.often(0.07) ? chance.pick(forceNumbers) : homeIn(force))
  const providerOf = (force: string) => (chance.often(0.02) ? 'N41' : areaOfForce(force).probation)

  const onRegister = (part: Part, force: string, livesIn: string, of: NominalType): Case => {
    const also = known()
    const terrorism = of === 'TACT' || of === 'NSA'
    const provider = also === 'probation' || also === 'both' ? (terrorism ? 'N43' : providerOf(livesIn)) : null
    return {
      part,
      type: of,
      archived: chance.often(part === 'other force' ? 0.33 : 0.1),
      // Some rows of the register name no force; then probation says whose case it is.
      registerForce: part === 'other force' && provider !== null && chance.often(0.06) ? '' : force,
      manager: managers(force),
      provider,
      prison: also === 'prison' || also === 'both' ? place(chance) : null,
      livesIn,
      basisMissing: false,
    }
  }
  const offRegister = (part: Part, livesIn: string, of: NominalType): Case => ({
    part,
    type: of,
    archived: false,
    registerForce: null,
    manager: '',
    provider: part === 'security division' ? 'N43' : providerOf(livesIn),
    prison: chance.often(0.36) ? place(chance) : null,
    livesIn,
    basisMissing: part === 'probation' && chance.often(0.08),
  })

  const caseOf: Readonly<Record<Part, () => Case>> = {
    region: () => onRegister('region', 'CTWM', regionHome(), chance.often(0.04) ? 'NSA' : 'TACT'),
    'other region': () => onRegister('other region', 'CTNW', otherRegionHome(), 'TACT'),
    'force, counter-terrorism': () => onRegister('force, counter-terrorism', '22', '22', 'TACT'),
    force: () => onRegister('force', '22', homeNear('22'), type()),
    'other force': () => {
      const force = otherForce()
      return onRegister('other force', force, homeNear(force), type())
    },
    'security division': () => offRegister('security division', divisionHome(), 'TACT'),
    probation: () => offRegister('probation', chance.often(0.08) ? '22' : homeIn(otherForce()), type()),
    prison: () => ({
      ...offRegister('prison', chance.often(0.3) ? '22' : homeIn(otherForce()), type()),
      provider: null,
      prison: chance.often(0.3) ? 'HEI' : chance.pick(prisonsFor.M),
    }),
  }
  return part => caseOf[part]()
}

/** A third are out, one in twelve at Hewell, whose officers are in the demonstration; women are moved later to a prison for women. */
const place = (chance: Chance): string =>
  chance.often(0.34) ? 'OUT' : chance.often(0.12) ? 'HEI' : chance.pick(prisonsFor.M)

/** Whether the person is a counter-terrorism nominal. */
export const isCounterTerrorism = ({ type }: Case): boolean => type === 'TACT' || type === 'NSA'
