// Two worlds with the same people; in the second there are namesakes besides, with the same number and date of birth, of whom the maker
// may not know. Whatever the maker does (asks, is refused, makes the record, sends it twice) is answered alike, up to ids; and only in the
// second is there a pair for the reconciliation desk.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import { beginApiSession } from '#access'
import { formTokenOf, hashOfToken, newId, openPool, type NominalId } from '#platform'
import { addFact, aNominal, type Person } from './support/nominal.ts'
import { demonstrationDatabase, startServer } from './support/server.ts'
import { formIn } from './support/visitor.ts'

const namesake = {
  names: [
    { forenames: 'Lysander', surname: 'Brockhurst' },
    { forenames: 'Sandy', surname: 'Brock' },
  ],
  bornOn: '1982-07-03',
  numbers: [
    ['pnc', '2002/0073319Z'],
    ['noms', 'A8126DY'],
  ],
} as const
const walls: Readonly<Record<string, Partial<Person> & { readonly inCompartment?: boolean }>> = {
  'an exclusion': { unit: 'CTWM-NM', counterTerrorism: true, excluded: ['ctnm-officer'] },
  'a list of others': { unit: '22-PPU', onlyFor: ['ctnm-supervisor'] },
  'a compartment': { unit: 'CTWM-NM', counterTerrorism: true, inCompartment: true },
  'a basis that nobody confirmed, elsewhere': { unit: '22-PPU', confirmed: false },
}
const visible: readonly Person[] = [
  { names: [{ forenames: 'Lisander', surname: 'Brockhurst' }], bornOn: '1990-01-01', unit: '22-PPU' },
  {
    names: [{ forenames: 'Lysandra', surname: 'Brookhurst' }],
    bornOn: '1982-07-03',
    unit: 'CTWM-NM',
    counterTerrorism: true,
    manager: 'ctnm-officer',
  },
]

type World = {
  readonly api: (body: unknown) => Promise<readonly unknown[]>
  readonly form: (path: string, fields: Readonly<Record<string, string>>) => Promise<readonly unknown[]>
  readonly get: (path: string) => Promise<readonly unknown[]>
  readonly log: () => Promise<unknown>
  readonly owner: pg.Client
  readonly session: string
}

const world = async (people: readonly (Person & { readonly inCompartment?: boolean })[]): Promise<World> => {
  const database = await demonstrationDatabase()
  const { address } = await startServer(database)
  const owner = new pg.Client(database.ownerUrl)
  await owner.connect()
  const db = openPool(database.appUrl, { max: 2 })
  after(() => Promise.all([owner.end(), db.close()]))
  const compartment = newId<NominalId>()
  await owner.query(`insert into compartment (id, name, shows) values ($1, 'Two worlds', 'none')`, [compartment])
  for (const person of people) {
    const id = await aNominal(owner, person)
    if (person.inCompartment) await addFact(owner, id, 'compartment_of', { compartment_id: compartment })
  }
  const token = await beginApiSession(db, 'ctnm-officer', 'two worlds')
  const told = async (reply: Response) =>
    [
      reply.status,
      plain(reply.headers.get('location') ?? ''),
      plain(await reply.text()),
      reply.headers.has('etag'), // what it is follows from ids and moments
      ...['content-type', 'retry-after', 'cache-control'].map(name => reply.headers.get(name)),
    ] as const
  const cookie = { cookie: `concord_session=${token}`, accept: 'text/html' }
  return {
    owner,
    session: hashOfToken(token),
    api: async body =>
      told(
        await fetch(`${address}/api/v1/nominals`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      ),
    form: async (path, fields) =>
      told(
        await fetch(address + path, {
          method: 'POST',
          redirect: 'manual',
          headers: cookie,
          body: new URLSearchParams({ ...fields, formToken: formTokenOf(token) }),
        }),
      ),
    get: async path =>
      told(
        await fetch(address + path, {
          headers: path.startsWith('/api/') ? { authorization: `Bearer ${token}` } : cookie,
        }),
      ),
    log: async () =>
      (
        await owner.query(
          `select e.action, e.outcome, e.field_groups, array(select s.access from audit_subject s where s.entry_id = e.id order by s.ordinal) as accesses,
                  cardinality(e.records) as records
             from audit_entry e where e.session_id = (select id from session where token_hash = $1) order by e.at, e.id`,
          [hashOfToken(token)],
        )
      ).rows,
  }
}

/** What differs between two records, two sessions or two moments of one world. */
const plain = (text: string): string =>
  text
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'ID')
    .replaceAll(/CN-\d\d-\d{6}/g, 'CN')
    .replaceAll(/\b[2-9A-HJ-NP-TV-Z]{4}-[2-9A-HJ-NP-TV-Z]{4}\b/g, 'QUOTE')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)/g, 'MOMENT')
    .replaceAll(/\d{1,2}(:\d\d)?(am|pm)|midday|midnight/g, '')
    .replaceAll(/data-seconds-left="\d+"/g, '')
    .replaceAll(/name="formToken" value="[^"]*"/g, '')

const typed = {
  names: [
    { given: 'Lysander', family: 'Brockhurst' },
    { given: 'Sandy', family: 'Brock' },
  ],
  birth: { asGiven: '3 July 1982' },
}
const identifiers = [{ kind: 'pnc', asGiven: '02/73319Z' }, { asGiven: 'A8126DY' }]
const basis = { kind: 'cta-2008-part-4', counterTerrorism: true }

for (const [wall, hidden] of Object.entries(walls))
  test(`behind ${wall}: everything the maker meets is the same, and the pair is kept where there is one`, async () => {
    const [without, withHidden] = [
      await world(visible),
      await world([...visible, { ...namesake, unit: '22-PPU', ...hidden }]),
    ]
    const both = async (work: (of: World) => Promise<readonly unknown[]>): Promise<readonly unknown[]> => {
      const [one, other] = await Promise.all([work(without), work(withHidden)])
      assert.deepEqual(one, other)
      return one
    }
    // Asked in every way, without answering; refused; with rubbish.
    for (const body of [
      { ...typed, basis },
      { ...typed, identifiers, basis },
      { names: [{ given: 'Lysander', family: 'Brockhurst' }] },
      { names: [{ given: 'Zebedee', family: 'Nobody' }], identifiers },
      { ...typed, identifiers, basis, checked: [newId()] },
      {
        ...typed,
        identifiers,
        basis: { ...basis, kind: 'discretionary', offence: 'Referred to Prevent' },
        somebodyElse: 'Taller',
      },
      { ...typed, identifiers, basis: {}, somebodyElse: 'Taller' },
      { ...typed, names: [], identifiers, basis },
      { ...typed, birth: { asGiven: 'x' }, identifiers, basis },
      { ...typed, identifiers, basis, manager: 'unallocated', somebodyElse: 'Taller' },
      { x: 1 },
    ])
      await both(of => of.api(body))

    // On pages: who it is, who it may be, why; twice the same form.
    const fields = {
      'names.0.given': 'Lysander',
      'names.0.family': 'Brockhurst',
      'names.1.given': 'Sandy',
      'names.1.family': 'Brock',
      'birth.asGiven': '3 7 1982',
      'identifiers.0.asGiven': 'PNC 02/73319Z',
      'identifiers.1.asGiven': 'A8126DY',
      once: newId() as string,
    }
    await both(of => of.form('/nominals/new', fields))
    // (what a candidate is called is not the same in two worlds, so each takes its own form on)
    const onwards = await both(async of => {
      const { rows } = await of.owner.query<{ id: string }>(
        `select h.nominal_id as id from nominal_headline h where h.name in ('Lisander Brockhurst', 'Lysandra Brookhurst')`,
      )
      const answered = { ...fields, checked: rows.map(({ id }) => id).join(' ') }
      return [
        await of.form('/nominals/new', answered),
        await of.form('/nominals/new', { ...answered, step: 'make' }),
        await of.form('/nominals/new', { ...answered, step: 'make', kind: 'cta-2008-part-4', counterTerrorism: 'yes' }),
        await of.form('/nominals/new', { ...answered, step: 'make', kind: 'cta-2008-part-4', counterTerrorism: 'yes' }),
      ]
    })
    const [page, refused, made, again] = onwards as readonly (readonly [number, string, string])[]
    assert.match(page![2], /Why there is a record/)
    assert.deepEqual(
      [page![0], refused![0], made!.slice(0, 2), again!.slice(0, 2)],
      [200, 422, [303, '/nominals/ID'], [303, '/nominals/ID']],
    )
    assert.equal(formIn(refused![2], /^\/nominals\/new$/).fields['names.0.family'], 'Brockhurst')

    // What the maker reads of the new record, of finding it, and of what else there is.
    const idIn = async ({ owner }: World) =>
      (await owner.query<{ id: string }>('select nominal_id as id from creation')).rows[0]!.id
    for (const path of ['', '/history'])
      for (const face of ['/nominals', '/api/v1/nominals'])
        await both(async of => of.get(`${face}/${await idIn(of)}${path}`))
    for (const q of ['lysander brockhurst', 'sandy brock 3/7/1982', '2002/73319Z', 'A8126DY'])
      await both(of => of.get(`/api/v1/nominals?${new URLSearchParams({ q }).toString()}`))
    await both(of => of.get('/'))
    assert.deepEqual(await without.log(), await withHidden.log())

    // The pair, for whoever may look across the wall.
    const pairs = async ({ owner }: World) =>
      (await owner.query('select reason, somebody_else, row_id, made_by is not null as made from kept_apart')).rows
    assert.deepEqual(await pairs(without), [])
    assert.deepEqual(await pairs(withHidden), [
      {
        reason:
          'shares the number 2002/0073319Z (pnc); shares the number A8126DY (noms); the same full name and date of birth',
        somebody_else: '',
        row_id: null,
        made: true,
      },
    ])
  })
