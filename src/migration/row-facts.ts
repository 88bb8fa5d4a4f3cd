import { addressKey, nameInWords, readIdentifier, readPostcode, type IdentifierKind } from '#nominals'
import { forceOfPostcode, leadUnitOf, type ProfileFile, type Reference, type SaidOfLead } from '#reference'
import { days, fact, instants, type Fact } from './fact.ts'
import { dayIn, momentAt, textAt, type Columns, type Row } from './row.ts'

type ProfileFact = ProfileFile['facts'][number]

/** Reads the facts that one entry of a profile finds in a row. */
export type FactReader = (row: Row) => readonly Fact[]
/** The lists, and the identities of agencies by their codes. */
export type Lookups = { readonly reference: Reference; readonly agencyIds: ReadonlyMap<string, string> }

/** An entry of a profile, made ready: each field is looked for once, and not once a row. */
type Entry = Lookups & {
  readonly text: (field: string) => (row: Row) => string
  readonly day: (field: string) => (row: Row) => Temporal.PlainDate | null
  /** The place of the field's first column. */
  readonly place: (field: string) => number
  /** What stands between several codes in one value. */
  readonly splitAt: string
  /** The list in which the field's codes stand. */
  readonly listOf: (field: string) => string | undefined
}

/** Makes one entry of a profile's facts ready to be read from the rows of a file. */
export const factReader = (entry: ProfileFact, file: ProfileFile, columns: Columns, lookups: Lookups): FactReader => {
  const placesOf = (field: string) => (entry.from[field] ?? []).map(columns.placeOf)
  const columnOf = (field: string) => file.columns.find(({ heading }) => heading === entry.from[field]?.[0])
  const read = readers[entry.fact]({
    ...lookups,
    text: field => textFrom(entry.set[field], placesOf(field)),
    day: field => {
      const [place] = placesOf(field)
      return row => dayIn(row, place)
    },
    place: field => placesOf(field)[0] ?? -1,
    splitAt: columnOf('code')?.splitAt ?? '|',
    listOf: field => columnOf(field)?.codes[0],
  })
  // None needed: something beside the reference must be there.
  const needed = entry.needs.map(columns.placeOf)
  const any = Object.values(entry.from).flatMap(headings =>
    headings.filter(heading => heading !== file.key).map(columns.placeOf),
  )
  const isThere = (row: Row): boolean =>
    needed.length > 0 ? needed.every(place => textAt(row, place) !== '') : any.some(place => textAt(row, place) !== '')
  return row => (isThere(row) ? read(row) : [])
}

/** A value that is the same for every row, that of one column, or those of several joined by a space. */
const textFrom = (set: string | undefined, places: readonly number[]): ((row: Row) => string) => {
  if (set !== undefined) return () => set
  const [only, ...others] = places
  if (only === undefined) return () => ''
  if (others.length === 0) return row => textAt(row, only)
  return row =>
    places
      .map(place => textAt(row, place))
      .filter(text => text !== '')
      .join(' ')
}

const readers: { readonly [Kind in ProfileFact['fact']]: (entry: Entry) => FactReader } = {
  known_name: ({ text }) => {
    const [kind, family, given] = [text('kind'), text('family'), text('given')]
    return row => {
      const [surname, forenames] = [family(row), given(row)]
      // The name that a source writes on its person row is the name; every other kind is called as the list of kinds calls it.
      const called = kind(row) === 'MAIN' ? 'name' : kind(row)
      return [
        fact('known_name', {
          kind: called,
          family: surname,
          given: forenames,
          full_name: nameInWords({ surname, forenames }),
        }),
      ]
    }
  },
  birth: ({ text, day }) => {
    const [kind, bornOn, asGiven] = [text('kind'), day('born_on'), text('born_on')]
    return row => [
      fact('birth', {
        kind: kind(row) === 'MAIN' ? 'main' : 'alias',
        born_on: bornOn(row)?.toString() ?? null,
        as_given: asGiven(row),
      }),
    ]
  },
  sex: ({ text, reference: { lists } }) => {
    const code = text('code')
    return row => [fact('sex', { code: lists.sexes.find(code(row))?.code ?? code(row) })]
  },
  identifier: ({ text }) => {
    const [kind, given] = [text('kind'), text('as_given')]
    return row => {
      const number = readIdentifier(kind(row) as IdentifierKind, given(row), row.asOf)
      const { asGiven, canonical, valid, why, key } = number
      return [
        fact('identifier', {
          kind: number.kind,
          as_given: asGiven,
          canonical,
          valid,
          why_invalid: why,
          key: valid ? null : key,
        }),
      ]
    }
  },
  address: entry => addressReader(entry),
  marker: ({ text, day, reference: { lists } }) => {
    const [scheme, code, basis, incidentOn] = [text('scheme'), text('code'), text('basis'), day('incident_on')]
    return row => [
      fact('marker', {
        scheme: scheme(row),
        code: code(row),
        words: lists['pnc-warning-signals'].find(code(row))?.words ?? code(row),
        basis: basis(row),
        incident_on: incidentOn(row)?.toString() ?? null,
      }),
    ]
  },
  court_order: ({ text, day, reference }) => {
    const [kind, court, condition] = [text('kind'), text('court'), text('condition')]
    const [first, last] = [day('first_day'), day('last_day')]
    return row => {
      const known = reference.lists['order-kinds'].find(kind(row))
      return [
        fact('court_order', {
          kind: kind(row),
          words: known?.words ?? kind(row),
          court: court(row),
          condition: condition(row),
          during: days(first(row), last(row)?.add({ days: 1 }) ?? null),
        }),
        ...(known?.counterTerrorism ? [basisFact(reference, null, 'counter-terrorism')] : []),
      ]
    }
  },
  registration: ({ text, splitAt, reference }) => {
    const [scheme, code] = [text('scheme'), text('code')]
    return row => {
      const codes = code(row)
        .split(splitAt)
        .map(one => one.trim())
        .filter(one => one !== '')
      return [...new Set(codes)].flatMap(one => registrationFacts(reference, scheme(row), one))
    }
  },
  custody: ({ text, day, reference: { lists } }) => {
    const [code, releaseOn] = [text('place_code'), day('release_on')]
    return row => {
      const place = lists.prisons.find(code(row))
      return [
        fact('custody', {
          place_code: code(row),
          place: place?.words ?? code(row),
          in_custody: place?.inCustody ?? true,
          release_on: releaseOn(row)?.toString() ?? null,
        }),
      ]
    }
  },
  entry: ({ text, place, reference: { lists } }) => {
    const [at, kind, author, words] = [place('happened_at'), text('kind'), text('author'), text('words')]
    return row => {
      const moment = momentAt(row, at)
      if (!('at' in moment)) return []
      const known = lists['entry-kinds'].find(kind(row))
      return [
        fact('entry', {
          happened_at: moment.at.toString(),
          kind: kind(row),
          kind_words: known?.words ?? kind(row),
          type: known?.type ?? 'reported',
          author: author(row),
          words: words(row),
        }),
      ]
    }
  },
  statement: ({ text }) => {
    const [kind, words] = [text('kind'), text('words')]
    return row => [fact('statement', { kind: kind(row), words: words(row) })]
  },
  basis: ({ text, listOf, reference }) => {
    const code = text('code')
    const isType = listOf('code') === 'nominal-types'
    return row => {
      const type = isType ? reference.lists['nominal-types'].find(code(row)) : undefined
      return [basisFact(reference, type?.basis ?? null, type?.counterTerrorism ? 'counter-terrorism' : 'other')]
    }
  },
  // Who leads is decided when all rows are in (`intoHands`); that the unit's cases are all counter-terrorism is said here.
  ownership: ({ text, reference }) => {
    const [of, code] = [text('of'), text('code')]
    return row =>
      leadUnitOf(reference, saidOfLead(of(row), code(row)))?.counterTerrorism
        ? [basisFact(reference, null, 'counter-terrorism')]
        : []
  },
}

/** What a column that names who leads says, for `leadUnitOf`. */
export const saidOfLead = (of: string, code: string): SaidOfLead =>
  of === 'force' ? { force: code } : of === 'prison' ? { prison: code } : { probationRegion: code }

/** Why the record may be kept. A source that says counter-terrorism and no basis leaves the basis to be confirmed and the access strict. */
const basisFact = ({ lists }: Reference, code: string | null, says: 'counter-terrorism' | 'other'): Fact => {
  const basis = lists.bases.find(code ?? 'to-be-confirmed')!
  return fact('basis', {
    kind: basis.code,
    words: basis.words,
    counter_terrorism: says === 'counter-terrorism' || basis.counterTerrorism,
    confirmed: basis.confirmed,
  })
}

/** What a registration or an alert says: itself, and what its list says follows from it. An unknown code is kept as given. */
const registrationFacts = (reference: Reference, scheme: string, code: string): readonly Fact[] => {
  const says = listOfScheme(scheme, reference.lists).find(code)
  if (!says) return [fact('registration', { scheme, code, words: code })]
  const { words, basis, counterTerrorism, marker, statement } = says
  return [
    fact('registration', { scheme, code: says.code, words }),
    ...(basis !== null || counterTerrorism
      ? [basisFact(reference, basis, counterTerrorism ? 'counter-terrorism' : 'other')]
      : []),
    ...(marker ? [fact('marker', { scheme, code: says.code, words: marker, basis: words, incident_on: null })] : []),
    ...(statement ? [fact('statement', statement)] : []),
  ]
}

/** The list of a scheme of registrations or alerts. */
export const listOfScheme = (scheme: string, lists: Reference['lists']) =>
  lists[scheme === 'prison-alerts' ? 'prison-alerts' : 'probation-registrations']

/** Kinds of address at which a person lives or stays, so that the force there is told. */
const livingKinds = new Set(['HOME', 'MAIN', 'TEMP', 'AP'])

const addressReader = ({ text, day, reference, agencyIds }: Entry): FactReader => {
  const [kind, flatAlone, lineAlone, both] = [text('kind'), text('flat'), text('line'), text('flat_and_line')]
  const [town, postcode] = [text('town'), text('postcode')]
  const [firstDay, firstDayAfter] = [day('first_day'), day('first_day_after')]
  const forceIdAt = (code: string) => agencyIds.get(forceOfPostcode(reference, code) ?? '') ?? null
  return row => {
    const [first, after] = [firstDay(row), firstDayAfter(row)]
    // Who moves out on the day of moving in was there that day.
    const until = first && after && first.equals(after) ? after.add({ days: 1 }) : after
    const { flat, line } = flatAndLine(both(row), flatAlone(row), lineAlone(row))
    const given = postcode(row)
    const address = fact('address', {
      kind: kind(row),
      flat,
      line,
      town: town(row),
      // One of another shape is kept as given: a person may know what was meant.
      postcode: given === '' ? null : (readPostcode(given) ?? given),
      address_key: addressKey({ flat, line, postcode: given }),
      during: days(first, until),
    })
    const isPresent =
      (!first || Temporal.PlainDate.compare(first, row.asOf) <= 0) &&
      (!until || Temporal.PlainDate.compare(until, row.asOf) > 0)
    const forceId = isPresent && livingKinds.has(kind(row).toUpperCase()) ? forceIdAt(given) : null
    return forceId === null
      ? [address]
      : [address, fact('residence', { force_id: forceId, during: instants(first, until) })]
  }
}

/** A flat, where there is one, stands before the first comma. */
const flatAndLine = (both: string, flat: string, line: string): { readonly flat: string; readonly line: string } => {
  if (both === '') return { flat, line }
  const comma = both.indexOf(',')
  return comma < 0
    ? { flat: '', line: both }
    : { flat: both.slice(0, comma).trim(), line: both.slice(comma + 1).trim() }
}
