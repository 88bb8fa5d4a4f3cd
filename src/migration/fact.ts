/** The columns of each table of facts that an extract feeds, beside the provenance that all share, with their types in SQL. */
export const factColumns = {
  known_name: { kind: 'text', family: 'text', given: 'text', full_name: 'text' },
  birth: { kind: 'text', born_on: 'date', as_given: 'text' },
  sex: { code: 'text' },
  identifier: { kind: 'text', as_given: 'text', canonical: 'text', valid: 'boolean', why_invalid: 'text', key: 'text' },
  address: {
    kind: 'text',
    flat: 'text',
    line: 'text',
    town: 'text',
    postcode: 'text',
    address_key: 'text',
    during: 'daterange',
  },
  marker: { scheme: 'text', code: 'text', words: 'text', basis: 'text', incident_on: 'date' },
  court_order: { kind: 'text', words: 'text', court: 'text', condition: 'text', during: 'daterange' },
  registration: { scheme: 'text', code: 'text', words: 'text' },
  custody: { place_code: 'text', place: 'text', in_custody: 'boolean', release_on: 'date' },
  entry: { happened_at: 'timestamptz', kind: 'text', kind_words: 'text', type: 'text', author: 'text', words: 'text' },
  statement: { kind: 'text', words: 'text' },
  basis: { kind: 'text', words: 'text', counter_terrorism: 'boolean', confirmed: 'boolean' },
  residence: { force_id: 'uuid', during: 'tstzrange' },
  ownership: { unit_id: 'uuid' },
  record_manager: { officer_id: 'uuid', post_id: 'uuid' },
  partner: { unit_id: 'uuid' },
  arrangement: { area: 'text', level: 'integer' },
} as const

export type FactTable = keyof typeof factColumns

type Holds = {
  text: string
  boolean: boolean
  integer: number
  date: string
  daterange: string
  timestamptz: string
  tstzrange: string
  uuid: string
}
type Nullable =
  | 'born_on'
  | 'canonical'
  | 'why_invalid'
  | 'key'
  | 'postcode'
  | 'address_key'
  | 'incident_on'
  | 'release_on'
  | 'officer_id'
  | 'post_id'
  | 'level'
type ValueOf<Type extends keyof Holds, Column> = Column extends Nullable ? Holds[Type] | null : Holds[Type]

/** The values of one fact. Days are `2026-11-23`, instants ISO in UTC, ranges as PostgreSQL writes them. */
export type FactValues<Table extends FactTable> = {
  readonly [Column in keyof (typeof factColumns)[Table]]: (typeof factColumns)[Table][Column] extends keyof Holds
    ? ValueOf<(typeof factColumns)[Table][Column], Column>
    : never
}

/** One fact that a row states, for its table. */
export type Fact = {
  readonly [Table in FactTable]: { readonly table: Table; readonly values: FactValues<Table> }
}[FactTable]

/** A fact, so that its values are checked against its table. */
export const fact = <Table extends FactTable>(table: Table, values: FactValues<Table>): Fact =>
  ({ table, values }) as unknown as Fact

/** From the first day to the day before `endBefore`, either open. */
export const days = (from: Temporal.PlainDate | null, endBefore: Temporal.PlainDate | null): string =>
  `[${from?.toString() ?? ''},${endBefore?.toString() ?? ''})`.replace(/^\[,/, '(,')

/** The same in instants, a day beginning at midnight in London. */
export const instants = (from: Temporal.PlainDate | null, endBefore: Temporal.PlainDate | null): string =>
  `[${from ? midnight(from) : ''},${endBefore ? midnight(endBefore) : ''})`.replace(/^\[,/, '(,')

const midnight = (day: Temporal.PlainDate): string => day.toZonedDateTime('Europe/London').toInstant().toString()
