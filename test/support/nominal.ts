import type pg from 'pg'
import { newId, type NominalId } from '#platform'
import { addressKey, indexNames, nameInWords, readIdentifier, type IdentifierKind } from '#nominals'

type Name = { readonly forenames: string; readonly surname: string }

/** An invented person as the facts of a record; everything left out is plain and ordinary. */
export type Person = {
  readonly id?: NominalId
  /** The first is the name, the others are aliases. */
  readonly names: readonly Name[]
  readonly bornOn?: string
  readonly numbers?: readonly (readonly [IdentifierKind, string])[]
  /** The unit that leads, by its code in `reference/`. */
  readonly unit: string
  readonly counterTerrorism?: boolean
  /** A basis that nobody has confirmed keeps the record inside its unit. */
  readonly confirmed?: boolean
  /** The record manager, by sign-in. */
  readonly manager?: string
  readonly markers?: readonly string[]
  readonly entries?: readonly { readonly happenedAt: string; readonly words: string }[]
  readonly address?: string
  /** Officers, by sign-in, who must not know of the record. */
  readonly excluded?: readonly string[]
  /** Nobody but these officers, by sign-in, may know of it. */
  readonly onlyFor?: readonly string[]
}

/** The day for which numbers of two-digit years are read. */
const asOf = Temporal.PlainDate.from('2026-11-23')

type Values = Readonly<Record<string, unknown>>

/** Writes one more fact of a record, from an extract unless `values` say otherwise, through whatever triggers it sets off. `client`: the owner's. */
export const addFact = async (client: pg.Client, nominal: NominalId, table: string, values: Values): Promise<void> => {
  const row = {
    id: newId<NominalId>(),
    nominal_id: nominal,
    source_kind: 'extract',
    source_ref: 'visor_nominals.csv:2',
    ...values,
  }
  const given = Object.keys(row).map((_, at) => `$${at + 1}`)
  const importer = {
    recorded_by: '(select o.id from officer o where o.service limit 1)',
    agency_id: '(select o.agency_id from officer o where o.service limit 1)',
  }
  const byImporter = Object.entries(importer).filter(([column]) => !(column in values))
  const columns = [...Object.keys(row), ...byImporter.map(([column]) => column)]
  await client.query(
    `insert into ${table} (${columns.join(', ')}) values (${[...given, ...byImporter.map(([, value]) => value)].join(', ')})`,
    Object.values(row),
  )
}

/** Writes a person's record as the importer does, findable and reckoned; answers with its id. `client`: the owner's. */
export const aNominal = async (client: pg.Client, person: Person): Promise<NominalId> => {
  const id = person.id ?? newId<NominalId>()
  const { rows } = await client.query<{ unit: string; agency: string }>(
    `select u.id as unit, u.agency_id as agency from unit u where u.code = $1`,
    [person.unit],
  )
  const lead = rows[0]
  if (!lead) throw new Error(`There is no unit ${person.unit}`)
  const officer = async (signIn: string): Promise<string> => {
    const found = await client.query<{ id: string }>('select id from officer where subject = $1', [signIn])
    return found.rows[0]!.id
  }
  const fact = (table: string, values: Values): Promise<void> =>
    addFact(client, id, table, { agency_id: lead.agency, ...values })

  await client.query('begin')
  await client.query(`insert into nominal (id, quote) values ($1, $2)`, [id, quoteOf(id)])
  await client.query(`insert into nominal_headline (nominal_id) values ($1)`, [id])
  await client.query(
    `insert into nominal_file (nominal_id, reference) values ($1, 'CN-26-' || lpad(nextval('nominal_number')::text, 6, '0'))`,
    [id],
  )
  await fact('ownership', { unit_id: lead.unit, during: '[2020-01-01,)' })
  await fact('basis', {
    kind: 'any',
    words: 'Notification',
    counter_terrorism: person.counterTerrorism ?? false,
    confirmed: person.confirmed ?? true,
  })
  if (person.manager)
    await fact('record_manager', { officer_id: await officer(person.manager), during: '[2020-01-01,)' })
  if (person.bornOn) await fact('birth', { born_on: person.bornOn, as_given: person.bornOn })
  for (const [kind, text] of person.numbers ?? []) {
    const { asGiven, canonical, valid, why, key } = readIdentifier(kind, text, asOf)
    await fact('identifier', {
      kind,
      as_given: asGiven,
      canonical,
      valid,
      why_invalid: why,
      key: valid ? null : key,
    })
  }
  for (const words of person.markers ?? []) await fact('marker', { scheme: 'any', code: words, words })
  for (const { happenedAt, words } of person.entries ?? [])
    await fact('entry', { happened_at: happenedAt, kind: 'VISIT', kind_words: 'Visit', type: 'reported', words })
  if (person.address)
    await fact('address', {
      kind: 'HOME',
      line: person.address,
      town: 'Telford',
      postcode: 'TF3 4NA',
      address_key: addressKey({ flat: '', line: person.address, postcode: 'TF3 4NA' }),
    })
  for (const signIn of person.excluded ?? [])
    await fact('exclusion', { officer_id: await officer(signIn), during: '[2020-01-01,)' })
  if (person.onlyFor) {
    const restriction = newId<NominalId>() as string
    await fact('restriction', { id: restriction, shows: 'none', during: '[2020-01-01,)' })
    for (const signIn of person.onlyFor)
      await client.query(
        `insert into restriction_member (id, restriction_id, officer_id, during) values ($1, $2, $3, '[2020-01-01,)')`,
        [newId(), restriction, await officer(signIn)],
      )
  }
  // Following from the person's id, so that one person is the same in every world.
  const names = person.names.map((name, at) => ({
    ...name,
    nameId: `${id.slice(0, -1)}${at.toString(16)}`,
    fullName: nameInWords(name),
  }))
  for (const [at, { nameId, forenames, surname, fullName }] of names.entries())
    await fact('known_name', {
      id: nameId,
      kind: at === 0 ? 'name' : 'alias',
      family: surname,
      given: forenames,
      full_name: fullName,
    })
  await indexNames(
    client,
    names.map(name => ({ ...name, nominalId: id })),
  )
  await client.query('select refresh_record(array[$1::uuid])', [id])
  await client.query('commit')
  return id
}

/** Follows from the id, so that one person has one in every world. */
const quoteOf = (id: string): string =>
  [id.slice(-8, -4), id.slice(-4)]
    .map(part => part.replaceAll(/./g, digit => '23456789ABCDEFGH'[parseInt(digit, 16)]!))
    .join('-')
