import { forceOfPostcode, leadUnitOf, type ProfileFile, type Reference, type SaidOfLead } from '#reference'
import { addressKey, nameInWords, readIdentifier, readPostcode, type IdentifierKind } from '#nominals'
import { days, fact, instants, type Fact } from './fact.ts'
import { dayIn, type RowValues } from './row.ts'

type ProfileFact = ProfileFile['facts'][number]

/** Reads the facts that one entry of a profile finds in a row. */
export type FactReader = (row: RowValues) => readonly Fact[]
/** The lists, and the identities of agencies by their codes. */
export type Lookups = { readonly reference: Reference; readonly agencyIds: ReadonlyMap<string, string> }

/** The name that a source writes on its person row is the name; every other kind is called as the list of kinds calls it. */
const nameKindOf = (code: string): string => (code === 'MAIN' ? 'name' : code)

/** Kinds of address at which a person lives or stays, so that the force there is told. */
const livingKinds = new Set(['HOME', 'MAIN', 'TEMP', 'AP'])

/** Makes one entry of a profile's facts ready to be read from its rows. Ownership is no fact of a row: see `leadIn`. */
export const factReader = (entry: ProfileFact, file: ProfileFile, lookups: Lookups): FactReader => {
  const value = (row: RowValues, field: string): string => entry.set[field] ?? textOf(row, entry.from[field])
  const day = (row: RowValues, field: string) => dayIn(row, entry.from[field]?.[0])
  const columns = Object.values(entry.from).flat()
  const isThere = (row: RowValues): boolean =>
    entry.needs.length > 0
      ? entry.needs.every(heading => row.text(heading) !== '')
      : columns.some(heading => heading !== file.key && row.text(heading) !== '')
  const read = readers(lookups, file)[entry.fact]
  return row =>
    isThere(row)
      ? read({ row, value: field => value(row, field), day: field => day(row, field), from: entry.from })
      : []
}

const textOf = (row: RowValues, headings: readonly string[] = []): string =>
  headings.length === 1
    ? row.text(headings[0]!)
    : headings
        .map(row.text)
        .filter(text => text !== '')
        .join(' ')

type Given = {
  readonly row: RowValues
  readonly value: (field: string) => string
  readonly day: (field: string) => Temporal.PlainDate | null
  readonly from: ProfileFact['from']
}
type Readers = { readonly [Kind in ProfileFact['fact']]: (given: Given) => readonly Fact[] }

const readers = ({ reference, agencyIds }: Lookups, file: ProfileFile): Readers => {
  const { lists } = reference
  const listOfColumn = (heading: string | undefined) =>
    file.columns.find(column => column.heading === heading)?.codes[0] as keyof typeof lists | undefined
  const inWords = (list: keyof typeof lists, code: string): string => lists[list].find(code)?.words ?? code

  return {
    known_name: ({ value }) => [
      fact('known_name', {
        kind: nameKindOf(value('kind')),
        family: value('family'),
        given: value('given'),
        full_name: nameInWords({ surname: value('family'), forenames: value('given') }),
      }),
    ],
    birth: ({ row, value, day, from }) => [
      fact('birth', {
        kind: value('kind') === 'MAIN' ? 'main' : 'alias',
        born_on: day('born_on')?.toString() ?? null,
        as_given: textOf(row, from['born_on']),
      }),
    ],
    sex: ({ value }) => [fact('sex', { code: lists.sexes.find(value('code'))?.code ?? value('code') })],
    identifier: ({ row, value }) => {
      const { kind, asGiven, canonical, valid, why, key } = readIdentifier(
        value('kind') as IdentifierKind,
        value('as_given'),
        row.asOf,
      )
      return [
        fact('identifier', { kind, as_given: asGiven, canonical, valid, why_invalid: why, key: valid ? null : key }),
      ]
    },
    address: given => addressFacts(given, lookupsOfPlaces(reference, agencyIds)),
    marker: ({ value, day }) => [
      fact('marker', {
        scheme: value('scheme'),
        code: value('code'),
        words: inWords(value('scheme') as 'pnc-warning-signals', value('code')),
        basis: value('basis'),
        incident_on: day('incident_on')?.toString() ?? null,
      }),
    ],
    court_order: ({ value, day }) => [
      fact('court_order', {
        kind: value('kind'),
        words: inWords('order-kinds', value('kind')),
        court: value('court'),
        condition: value('condition'),
        during: days(day('first_day'), day('last_day')?.add({ days: 1 }) ?? null),
      }),
      ...(lists['order-kinds'].find(value('kind'))?.counterTerrorism ? [basisFact(reference, null, true)] : []),
    ],
    registration: ({ row, value, from }) => {
      const heading = from['code']?.[0]
      const splitAt = file.columns.find(column => column.heading === heading)?.splitAt ?? '|'
      const codes = textOf(row, from['code'])
        .split(splitAt)
        .map(code => code.trim())
        .filter(code => code !== '')
      return [...new Set(codes)].flatMap(code => registrationFacts(reference, value('scheme'), code))
    },
    custody: ({ value, day }) => {
      const place = lists.prisons.find(value('place_code'))
      return [
        fact('custody', {
          place_code: value('place_code'),
          place: place?.words ?? value('place_code'),
          in_custody: place?.inCustody ?? true,
          release_on: day('release_on')?.toString() ?? null,
        }),
      ]
    },
    entry: ({ row, value, from }) => {
      const moment = row.moment(from['happened_at']?.[0] ?? '')
      const kind = lists['entry-kinds'].find(value('kind'))
      return 'at' in moment
        ? [
            fact('entry', {
              happened_at: moment.at.toString(),
              kind: value('kind'),
              kind_words: kind?.words ?? value('kind'),
              type: kind?.type ?? 'reported',
              author: value('author'),
              words: value('words'),
            }),
          ]
        : []
    },
    statement: ({ value }) => [fact('statement', { kind: value('kind'), words: value('words') })],
    basis: ({ value, from }) => {
      const list = listOfColumn(from['code']?.[0])
      const type = list === 'nominal-types' ? lists['nominal-types'].find(value('code')) : undefined
      return [basisFact(reference, type?.basis ?? null, type?.counterTerrorism ?? false)]
    },
    // Who leads is decided when all rows are in (`intoHands`); that the unit's cases are all counter-terrorism is said here.
    ownership: ({ value }) =>
      leadUnitOf(reference, saidOfLead(value('of'), value('code')))?.counterTerrorism
        ? [basisFact(reference, null, true)]
        : [],
  }
}

/** What a column that names who leads says, for `leadUnitOf`. */
export const saidOfLead = (of: string, code: string): SaidOfLead =>
  of === 'force' ? { force: code } : of === 'prison' ? { prison: code } : { probationRegion: code }

/** Why the record may be kept. A source that says counter-terrorism and no basis leaves the basis to be confirmed and the access strict. */
const basisFact = ({ lists }: Reference, code: string | null, counterTerrorism: boolean): Fact => {
  const basis = lists.bases.find(code ?? 'to-be-confirmed')!
  return fact('basis', {
    kind: basis.code,
    words: basis.words,
    counter_terrorism: counterTerrorism || basis.counterTerrorism,
    confirmed: basis.confirmed,
  })
}

/** What a registration or an alert says: itself, and what its list says follows from it. An unknown code is kept as given. */
const registrationFacts = (reference: Reference, scheme: string, code: string): readonly Fact[] => {
  const says = listOf(scheme, reference.lists).find(code)
  return [
    fact('registration', { scheme, code: says?.code ?? code, words: says?.words ?? code }),
    ...(says && (says.basis !== null || says.counterTerrorism)
      ? [basisFact(reference, says.basis, says.counterTerrorism)]
      : []),
    ...(says?.marker
      ? [fact('marker', { scheme, code: says.code, words: says.marker, basis: says.words, incident_on: null })]
      : []),
    ...(says?.statement ? [fact('statement', says.statement)] : []),
  ]
}

/** The list of a scheme of registrations or alerts. */
export const listOf = (scheme: string, lists: Reference['lists']) =>
  lists[scheme === 'prison-alerts' ? 'prison-alerts' : 'probation-registrations']

type Places = { readonly forceIdAt: (postcode: string) => string | null }

const lookupsOfPlaces = (reference: Reference, agencyIds: Lookups['agencyIds']): Places => ({
  forceIdAt: postcode => agencyIds.get(forceOfPostcode(reference, postcode) ?? '') ?? null,
})

const addressFacts = ({ row, value, day }: Given, { forceIdAt }: Places): readonly Fact[] => {
  const [first, after] = [day('first_day'), day('first_day_after')]
  // Who moves out on the day of moving in was there that day.
  const until = first && after && first.equals(after) ? after.add({ days: 1 }) : after
  const [flat, line] = flatAndLine(value('flat_and_line'), value('flat'), value('line'))
  const postcode = value('postcode')
  const forceId = forceIdAt(postcode)
  const isPresent =
    (!first || Temporal.PlainDate.compare(first, row.asOf) <= 0) &&
    (!until || Temporal.PlainDate.compare(until, row.asOf) > 0)
  return [
    fact('address', {
      kind: value('kind'),
      flat,
      line,
      town: value('town'),
      // One of another shape is kept as given: a person may know what was meant.
      postcode: postcode === '' ? null : (readPostcode(postcode) ?? postcode),
      address_key: addressKey({ flat, line, postcode }),
      during: days(first, until),
    }),
    ...(forceId && isPresent && livingKinds.has(value('kind').toUpperCase())
      ? [fact('residence', { force_id: forceId, during: instants(first, until) })]
      : []),
  ]
}

/** A flat, where there is one, stands before the first comma. */
const flatAndLine = (both: string, flat: string, line: string): readonly [string, string] => {
  if (both === '') return [flat, line]
  const comma = both.indexOf(',')
  return comma < 0 ? ['', both] : [both.slice(0, comma).trim(), both.slice(comma + 1).trim()]
}
