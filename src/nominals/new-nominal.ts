import { decide, type Decision, type Refusal, type Role } from '#platform'
import type { SomebodyKnown } from './candidates.facts.ts'
import { endOfDay } from './chronology-question.ts'
import type { FactKind } from './fact-kind.ts'
import { factKindCalled } from './fact-kinds.ts'
import { readFact, type FactToWrite, type Given } from './fact-reading.ts'
import { identifierKeys } from './identifier-keys.ts'
import { identifierKindInWords, readIdentifier, type IdentifierKind } from './identifier.ts'

/** Somebody as a form or a program describes them before there is a record, by the fields of the kinds of fact. */
export type Described = {
  readonly names: readonly Given[]
  readonly birth: Given
  readonly sex: unknown
  readonly identifiers: readonly Given[]
  readonly basis: Given
  /** "me", or "unallocated": the post of the unit that holds records while nobody is named. */
  readonly manager: unknown
  readonly source: unknown
}

/** Who it is: facts as they will be written, and what is looked for before there is a record. */
export type Somebody = {
  readonly names: readonly FactToWrite[]
  readonly births: readonly FactToWrite[]
  readonly sexes: readonly FactToWrite[]
  readonly identifiers: readonly FactToWrite[]
  readonly known: SomebodyKnown
}

/** A record that may be made. */
export type NewNominal = {
  readonly somebody: Somebody
  readonly basis: FactToWrite
  readonly unallocated: boolean
  readonly source: string
}

/** A name has few aliases when it is first written down, and the check compares no more (candidates.store.ts); others are added to the record. */
export const [mostNames, mostNumbers] = [5, 10]
const longestSource = 200

const kindCalled = (called: string): FactKind => {
  const kind = factKindCalled(called)
  if (!kind) throw new Error(`There is no kind of fact called ${called}`)
  return kind
}
const kinds = {
  name: kindCalled('name'),
  birth: kindCalled('birth'),
  sex: kindCalled('sex'),
  identifier: kindCalled('identifier'),
}
export const basisKind = kindCalled('basis')

/** The fields of a basis in a form, and all that is asked on the pages after the first. */
export const basisFields: readonly string[] = [...basisKind.fields.map(({ name }) => name), 'from', 'to']
export const laterFields: readonly string[] = ['somebodyElse', ...basisFields, 'source', 'manager']

/** The field of a refusal, as a form and JSON name it: "names.0.family". */
const within = (place: string, refusals: readonly Refusal[]): readonly Refusal[] =>
  refusals.map(({ field, text }) => ({ field: `${place}.${field}`, text }))

const textOf = (given: unknown): string => (typeof given === 'string' ? given.replaceAll(/\s+/g, ' ').trim() : '')
const isEmpty = (given: Given, ...fields: readonly string[]): boolean =>
  fields.every(field => given[field] === undefined || given[field] === null || textOf(given[field]) === '')

/**
 * Reads who it is. Pure; refuses with every reason. `today`: in London. One name at least; what is left empty is passed over. Numbers may
 * be in any form, and one that is not valid is kept as it was given.
 */
export const readSomebody = (described: Described, today: Temporal.PlainDate): Decision<Somebody> => {
  const refusals: Refusal[] = []
  const read = (kind: FactKind, place: string, given: Given): readonly FactToWrite[] => {
    const decision = readFact(kind, given, endOfDay(today))
    if (decision.agreed) return [decision.outcome]
    refusals.push(...within(place, decision.refusals))
    return []
  }
  const rows = (all: readonly Given[], ...fields: readonly string[]) =>
    all.flatMap((given, at) => (isEmpty(given, ...fields) ? [] : [{ given, at }]))

  const named = rows(described.names, 'given', 'family')
  const names = (named.length > 0 ? named : [{ given: {}, at: 0 }]).flatMap(({ given, at }) => {
    const kind = isEmpty(given, 'kind') ? { kind: at === 0 ? 'name' : 'ALIAS' } : {}
    return read(kinds.name, `names.${at}`, { ...given, ...kind })
  })
  const numbered = rows(described.identifiers, 'asGiven')
  const identifiers = numbered.flatMap(({ given, at }) =>
    read(kinds.identifier, `identifiers.${at}`, { ...given, ...numberOf(given, today) }),
  )
  const births = isEmpty(described.birth, 'asGiven', 'place')
    ? []
    : read(kinds.birth, 'birth', { kind: 'main', ...described.birth })
  const sexes = isEmpty({ code: described.sex }, 'code') ? [] : read(kinds.sex, 'sex', { code: described.sex })

  return decide(
    [
      ...refusals.map(({ field, text }) => ({ field: field === 'sex.code' ? 'sex' : field, text })),
      named.length > mostNames && {
        field: `names.${mostNames}.given`,
        text: `Enter ${mostNames} names at most: others are added to the record when it is there`,
      },
      numbered.length > mostNumbers && {
        field: `identifiers.${mostNumbers}.asGiven`,
        text: `Enter ${mostNumbers} numbers at most: others are added to the record when it is there`,
      },
    ],
    () => ({ names, births, sexes, identifiers, known: knownOf({ names, births, identifiers }) }),
  )
}

/** A kind that was not chosen follows from the number where it can be of one kind only; what people write before a number is no part of it. */
const numberOf = (given: Given, today: Temporal.PlainDate): Given => {
  const [kind, text] = [textOf(given['kind']), textOf(given['asGiven'])]
  const keys = identifierKeys(text, today).filter(key => key.valid && (kind === '' || key.kind === kind))
  const [first] = keys
  if (!first || keys.some(key => key.kind !== first.kind)) return {}
  const asWritten = readIdentifier(first.kind, text, today).valid
  return { kind: first.kind, asGiven: asWritten ? text : first.key }
}

const knownOf = ({ names, births, identifiers }: Omit<Somebody, 'known' | 'sexes'>): SomebodyKnown => ({
  names: names.map(({ columns }) => ({ surname: String(columns['family']), forenames: String(columns['given']) })),
  bornOn:
    births.flatMap(({ columns: { born_on } }) =>
      typeof born_on === 'string' ? [Temporal.PlainDate.from(born_on)] : [],
    )[0] ?? null,
  identifiers: identifiers.map(({ columns }) => ({
    kind: columns['kind'] as IdentifierKind,
    text: String(columns['as_given']),
  })),
})

/** The same without what is less than certain: the valid numbers alone. */
export const byValidNumbers = ({ identifiers }: Somebody): SomebodyKnown => ({
  names: [],
  bornOn: null,
  identifiers: identifiers.flatMap(({ columns: { kind, canonical } }) =>
    typeof canonical === 'string' ? [{ kind: kind as IdentifierKind, text: canonical }] : [],
  ),
})

/** Who may leave a record with nobody named; the database repeats it (create_nominal, schema/0018). */
export const mayLeaveUnallocated = (role: Role): boolean => role === 'supervisor' || role === 'region-lead'

/**
 * Reads a record that is to be made: who it is, why the law allows it, and who manages it. Pure; refuses with every reason at once.
 * A referral to Prevent is no basis (kinds/management.ts), nor is one that has ended or has not begun.
 */
export const readNewNominal = (described: Described, role: Role, today: Temporal.PlainDate): Decision<NewNominal> => {
  const somebody = readSomebody(described, today)
  const basis = readFact(basisKind, described.basis, endOfDay(today))
  const [manager, source] = [textOf(described.manager), textOf(described.source)]
  return decide(
    [
      ...(somebody.agreed ? [] : somebody.refusals),
      ...(basis.agreed ? [] : within('basis', basis.refusals)),
      basis.agreed &&
        !holdsOn(basis.outcome.during, today) && {
          field: 'basis.from',
          text: 'The basis must hold today: without one there is no record',
        },
      !['', 'me', 'unallocated'].includes(manager) && { field: 'manager', text: 'Choose who manages the record' },
      manager === 'unallocated' &&
        !mayLeaveUnallocated(role) && {
          field: 'manager',
          text: 'Only a supervisor may make a record that nobody is named for',
        },
      source.length > longestSource && {
        field: 'source',
        text: `Where you have it from must be ${longestSource} characters or fewer`,
      },
    ],
    () => ({
      somebody: agreed(somebody),
      basis: agreed(basis),
      unallocated: manager === 'unallocated',
      source,
    }),
  )
}

const agreed = <Outcome>(decision: Decision<Outcome>): Outcome => {
  if (!decision.agreed) throw new Error('Asked for an outcome that was refused')
  return decision.outcome
}

/** `during`: a range of days as `readFact` writes it, "[2026-11-23,)". */
const holdsOn = (during: string | null, today: Temporal.PlainDate): boolean => {
  const [, from = '', to = ''] = /^\[([^,]*),([^)]*)\)$/.exec(during ?? '') ?? []
  return (from === '' || from <= today.toString()) && (to === '' || to > today.toString())
}

/** A number that is not valid, in words: it is kept as it was given. */
export const numberInWords = ({ columns: { kind, canonical, as_given, why_invalid } }: FactToWrite) => ({
  kind: identifierKindInWords(kind as IdentifierKind),
  value: String(canonical ?? as_given),
  doubt: canonical === null ? `Not valid (${String(why_invalid)}): it is kept as given` : null,
})
