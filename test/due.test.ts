// What is due on a record, by rule: from facts, on a day. And what a record's page says of it and of what changed since one last looked.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import { beginApiSession } from '#access'
import { dayOf, newId, openPool, type NominalId } from '#platform'
import { dueInWords, dueRules, type Due, type DueRule } from '../src/nominals/due.ts'
import { policyOf } from '../src/nominals/policy.ts'
import { addFact, aNominal, type Person } from './support/nominal.ts'
import { demonstrationDatabase, startServer } from './support/server.ts'
import { visitor } from './support/visitor.ts'

const database = await demonstrationDatabase()
const { address } = await startServer(database)
const owner = new pg.Client(database.ownerUrl)
await owner.connect()
const db = openPool(database.appUrl, { max: 2 })
after(() => Promise.all([owner.end(), db.close()]))

const today = dayOf(Temporal.Now.instant())
const day = (days: number): string => today.add({ days }).toString()
const person = {
  names: [{ forenames: 'Ivo', surname: 'Turnbury' }],
  unit: 'CTWM-NM',
  counterTerrorism: true,
  manager: 'ctnm-officer',
} as const
const aRecord = (more: Partial<Person> = {}) => aNominal(owner, { ...person, ...more })
const officer = async (signIn: string) =>
  (
    await owner.query<{ id: string; agency_id: string }>('select id, agency_id from officer where subject = $1', [
      signIn,
    ])
  ).rows[0]!
const [author, supervisor] = [await officer('ctnm-officer'), await officer('ctnm-supervisor')]

const write = async (
  nominal: NominalId,
  facts: readonly (readonly [string, Record<string, unknown>])[],
): Promise<void> => {
  for (const [table, values] of facts) await addFact(owner, nominal, table, values)
}
type DueRow = { readonly rule: DueRule; readonly due_on: string; readonly words: string }
/** Asked of a list, and of one record for its own page: what both say must be the same. */
const dueOf = async (nominal: NominalId, on = today): Promise<readonly (readonly [DueRule, string, string])[]> => {
  const asked = [nominal, on.toString(), policyOf('under-18-review').months, policyOf('pdp-review').months]
  const from = async (due: string): Promise<readonly DueRow[]> =>
    (
      await owner.query<DueRow>(
        `select d.nominal_id, d.rule, d.due_on::text, d.fact_table, d.fact_id, d.words, d.counted_from::text
           from ${due}, $2, 56, $3, $4) d order by due_on, rule, fact_id`,
        asked,
      )
    ).rows
  const rows = await from('due_of(array[$1::uuid]')
  assert.deepEqual(await from('due_of_one($1::uuid'), rows)
  return rows.map(({ rule, due_on, words }) => [rule, due_on, words])
}

const marker = (more: Record<string, unknown> = {}) =>
  ['marker', { scheme: 'any', code: 'V', words: 'Violent', verified: true, ...more }] as const
const basis = (more: Record<string, unknown> = {}) =>
  ['basis', { kind: 'licence-or-order', words: 'Licence', counter_terrorism: true, confirmed: true, ...more }] as const
const written = { source_kind: 'officer', recorded_by: author.id, agency_id: author.agency_id }
/** A child's record without any other want: its four contacts. */
const contacts = ['youth justice worker', 'parent or carer', 'appropriate adult', 'children’s social care'].map(
  role => ['contact_person', { role, name: 'Any Body' }] as const,
)
const bornYearsAgo = (years: number, days = 0): string => today.subtract({ years }).add({ days }).toString()

for (const [sentence, more, facts, expected] of [
  ['nothing is due on a record in order', {}, [], []],
  ['a marker is reviewed on its day', {}, [marker({ review_on: day(30) })], [['marker-review', day(30), 'Violent']]],
  ['an overdue review stays due', {}, [marker({ review_on: day(-400) })], [['marker-review', day(-400), 'Violent']]],
  ['one far ahead is not yet told', {}, [marker({ review_on: day(57) })], []],
  ['one of a marker that has ended is no more', {}, [marker({ review_on: day(1), during: `[,${day(-1)}]` })], []],
  [
    'an order is reviewed, and ends',
    {},
    [['court_order', { kind: 'SHPO', words: 'Order', review_on: day(5), during: `[,${day(9)}]` }]],
    [
      ['order-review', day(5), 'Order'],
      ['order-ends', day(9), 'Order'],
    ],
  ],
  ['an order that ended is past', {}, [['court_order', { kind: 'SHPO', words: 'Order', during: `[,${day(-1)}]` }]], []],
  [
    'a licence condition ends',
    {},
    [['licence_condition', { kind: 'additional', words: 'Reside', during: `[,${day(0)}]` }]],
    [['condition-ends', day(0), 'Reside']],
  ],
  [
    'a passport expires',
    {},
    [['identity_document', { kind: 'passport', number: '1', expires_on: day(20) }]],
    [['document-expires', day(20), 'passport']],
  ],
  [
    'a sentence ends',
    {},
    [['sentence', { kind: 'determinate', words: '3 years', ends_on: day(20) }]],
    [['sentence-ends', day(20), '3 years']],
  ],
  [
    'a release comes',
    {},
    [['custody', { place_code: 'HE', place: 'HMP Hewell', in_custody: true, release_on: day(12) }]],
    [['release', day(12), 'custody']],
  ],
  [
    'a release whose day has passed without news is still to be dealt with',
    {},
    [['custody', { place_code: 'HE', place: 'HMP Hewell', in_custody: true, release_on: day(-3) }]],
    [['release', day(-3), 'custody']],
  ],
  [
    'a licence expires',
    {},
    [['release_date', { kind: 'licence end', on_day: day(15) }]],
    [['release-date', day(15), 'licence end']],
  ],
  [
    'a basis to be confirmed waits since it was recorded',
    { confirmed: false },
    [],
    [['basis-unconfirmed', day(0), 'Notification']],
  ],
  ['a basis that ends is told before', {}, [basis({ during: `[,${day(10)}]` })], []],
  [
    'a basis is reviewed on the day that was set',
    {},
    [basis({ review_on: day(7) })],
    [['basis-review', day(7), 'Licence']],
  ],
  [
    'a potentially dangerous person is authorised anew after the interval',
    {},
    [basis({ kind: 'pdp-authorised', during: `[${today.subtract({ months: 3 }).toString()},)`, review_on: day(50) })],
    [['pdp-review', today.subtract({ months: 3 }).add({ months: 3 }).toString(), 'Licence']],
  ],
  [
    'or sooner, when a sooner day was set',
    {},
    [basis({ kind: 'pdp-authorised', during: `[${day(-10)},)`, review_on: day(4) })],
    [['pdp-review', day(4), 'Licence']],
  ],
  [
    'whoever has died has nothing due but the record itself',
    {},
    [marker({ review_on: day(1) }), ['whereabouts', { kind: 'dead', during: `[${day(-2)},)` }]],
    [['dead', day(0), '']],
  ],
  [
    'an archived record has nothing due',
    {},
    [marker({ review_on: day(1) }), ['archiving', { reason: 'Ended', during: `[${day(-2)},)` }]],
    [],
  ],
  [
    'until the archiving ends',
    {},
    [marker({ review_on: day(1) }), ['archiving', { reason: 'Ended', during: `[${day(-9)},${day(-1)}]` }]],
    [['marker-review', day(1), 'Violent']],
  ],
  [
    'a child’s record says whom it lacks',
    { bornOn: bornYearsAgo(15) },
    [contacts[0]!, contacts[2]!],
    [['under-18-contacts', day(0), 'parent or carer; children’s social care']],
  ],
  [
    'and is reviewed after the interval',
    { bornOn: bornYearsAgo(15) },
    [...contacts, basis({ recorded_at: `${today.subtract({ months: 3 }).toString()}T12:00:00Z` })],
    [],
  ],
  [
    'it is told ahead that somebody will be 18',
    { bornOn: bornYearsAgo(18, 20) },
    contacts,
    [['turned-18', day(20), '']],
  ],
  [
    'at 18 it is to be decided anew',
    { bornOn: bornYearsAgo(18) },
    [basis({ recorded_at: `${day(-9)}T12:00:00Z` })],
    [],
  ],
] as readonly (readonly [
  string,
  Partial<Person>,
  readonly (readonly [string, Record<string, unknown>])[],
  readonly (readonly [DueRule, string, string])[],
])[])
  test(sentence, async () => {
    const nominal = await aRecord(more)
    await write(nominal, facts)
    assert.deepEqual(await dueOf(nominal), expected)
  })

/** A record whose only basis is the one that is given. */
const withBasis = async (values: Record<string, unknown> | null, more: Partial<Person> = {}): Promise<NominalId> => {
  const nominal = await aRecord(more)
  await owner.query(`update basis set superseded_at = now() where nominal_id = $1`, [nominal])
  if (values) await write(nominal, [basis(values)])
  return nominal
}
for (const [sentence, values, more, expected] of [
  ['no basis is a task', null, {}, [['basis-none', day(0), '']]],
  ['one that ended is, since it ended', { during: `[,${day(-11)}]` }, {}, [['basis-ended', day(-10), 'Licence']]],
  ['one that ends is told before', { during: `[,${day(10)}]` }, {}, [['basis-ends', day(10), 'Licence']]],
  [
    'a child’s record is reviewed every three months, counted from the basis',
    { recorded_at: `${today.subtract({ months: 2 }).toString()}T12:00:00Z` },
    { bornOn: bornYearsAgo(12) },
    [['under-18-review', today.subtract({ months: 2 }).add({ months: 3 }).toString(), '']],
  ],
  [
    'and overdue when nobody did',
    { recorded_at: `${today.subtract({ months: 4 }).toString()}T12:00:00Z` },
    { bornOn: bornYearsAgo(12) },
    [['under-18-review', today.subtract({ months: 4 }).add({ months: 3 }).toString(), '']],
  ],
  [
    'whoever turned 18 is decided anew, because the basis is a child’s',
    { recorded_at: `${day(-30)}T12:00:00Z` },
    { bornOn: bornYearsAgo(18, -5) },
    [['turned-18', day(-5), '']],
  ],
  [
    'and once it has been, nothing is carried over and nothing is due',
    { recorded_at: `${day(-1)}T12:00:00Z` },
    { bornOn: bornYearsAgo(18, -5) },
    [],
  ],
  [
    'where sources differ the later date of birth counts',
    { recorded_at: `${day(-1)}T12:00:00Z` },
    { bornOn: bornYearsAgo(40) },
    [['turned-18', day(3), '']],
  ],
] as readonly (readonly [
  string,
  Record<string, unknown> | null,
  Partial<Person>,
  readonly (readonly [DueRule, string, string])[],
])[])
  test(sentence, async () => {
    const nominal = await withBasis(values, more)
    await write(nominal, contacts)
    if (sentence.startsWith('where sources'))
      await write(nominal, [['birth', { born_on: bornYearsAgo(18, 3), as_given: '' }]])
    assert.deepEqual(await dueOf(nominal), expected)
  })

test('born on 29 February one is 18 on 1 March, in SQL as in TypeScript', async () => {
  const { rows } = await owner.query<{ day: string }>(
    `select eighteenth_birthday(d)::text as day from unnest(array['2008-02-29', '2006-03-01', '2009-12-31']::date[]) d`,
  )
  assert.deepEqual(
    rows.map(row => row.day),
    ['2026-03-01', '2024-03-01', '2027-12-31'],
  )
})

test('every rule has its words, its reason and a way to put it right', () => {
  const due = (rule: DueRule): Due => ({
    nominal: newId<NominalId>(),
    rule,
    dueOn: Temporal.PlainDate.from('2026-11-20'),
    factTable: /^(basis|pdp|under|turned)/.test(rule)
      ? 'basis'
      : rule.startsWith('marker')
        ? 'marker'
        : rule.startsWith('order')
          ? 'court_order'
          : rule === 'condition-ends'
            ? 'licence_condition'
            : rule === 'document-expires'
              ? 'identity_document'
              : rule === 'sentence-ends'
                ? 'sentence'
                : rule === 'release-date'
                  ? 'release_date'
                  : null,
    factId: newId(),
    words: rule === 'release' ? 'hospital' : rule === 'under-18-contacts' ? 'parent or carer' : 'licence end',
    countedFrom: rule.endsWith('-review') ? Temporal.PlainDate.from('2026-08-20') : null,
  })
  for (const rule of dueRules) {
    const { what, when, why, links } = dueInWords(due(rule), Temporal.PlainDate.from('2026-11-23'))
    assert.match(what, /^[A-Z0-9]/, rule)
    assert.match(when, /Due now|20 November 2026, 3 days ago/, rule)
    assert.ok(why.length > 20, rule)
    assert.ok(links.length > 0 && links.every(({ href }) => href.startsWith('/nominals/')), rule)
  }
  const { why } = dueInWords(due('under-18-review'), Temporal.PlainDate.from('2026-11-23'))
  assert.match(
    why,
    /every 3 months \(Children Act 2004, section 11; the interval as set on \d+ \w+ 2026, not confirmed\)\. The basis was recorded on 20 August 2026$/,
  )
})

const officerPage = visitor(address)
await officerPage.signIn('ctnm-officer')
const pageOf = async (who: ReturnType<typeof visitor>, nominal: NominalId): Promise<string> =>
  (await who.get(`/nominals/${nominal}`)).text()
const sectionOf = (page: string, id: string): string =>
  (new RegExp(`<section class="section" id="${id}"[^]*?</section>`).exec(page)?.[0] ?? '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')

test('a record’s page shows what is due, a child’s wants after the markers and before all else, and links that fill the form in', async () => {
  const nominal = await aRecord({ bornOn: bornYearsAgo(15) })
  await write(nominal, [marker({ review_on: day(-3) })])
  const page = await pageOf(officerPage, nominal)
  assert.match(
    sectionOf(page, 'due'),
    /Overdue Was due .*, 3 days ago Review of a marker: Violent Review the marker Why/,
  )
  const places = ['class="safety', 'Under 18: 15 years old', 'class="headline'].map(words => page.indexOf(words))
  assert.deepEqual(
    places,
    places.toSorted((a, b) => a - b),
  )
  assert.ok(places[0]! > 0)
  const [link] = /\/nominals\/[^"]*contact-person\/new\?role=parent[^"]*/.exec(page) ?? []
  assert.ok(link)
  assert.match(await (await officerPage.get(link)).text(), /<option value="parent or carer" selected>/)
  const past = await (await officerPage.get(`/nominals/${nominal}?on=1+1+2020`)).text()
  assert.equal(sectionOf(past, 'due'), '')
})

test('an archived record says so, and how to bring it back', async () => {
  const nominal = await aRecord()
  await write(nominal, [['archiving', { reason: 'The licence has ended.', during: `[${day(-2)},)` }]])
  const page = await pageOf(officerPage, nominal)
  assert.match(page, /This record is archived since [^:]*: The licence has ended\./)
  assert.match(page, /facts\/archiving\/[0-9a-f-]+\/end">End the archiving/)
  const search = await (await officerPage.get('/search?q=ivo+turnbury')).text()
  assert.match(search, /Archived/)
})

test('a marker waits for a supervisor who did not set it, and is told to nobody else', async () => {
  const nominal = await aRecord()
  const set = { ...written, basis: 'Seen', incident_on: day(-1), review_on: day(300), verified: false }
  await write(nominal, [marker(set), marker({ ...set, words: 'Weapons', recorded_by: supervisor.id })])
  const supervisorPage = visitor(address)
  await supervisorPage.signIn('ctnm-supervisor')
  assert.match(sectionOf(await pageOf(supervisorPage, nominal), 'due'), /A marker waits for approval: Violent/)
  assert.doesNotMatch(sectionOf(await pageOf(supervisorPage, nominal), 'due'), /Weapons/)
  assert.doesNotMatch(sectionOf(await pageOf(officerPage, nominal), 'due'), /waits for approval/)
})

/** As if an hour had passed since everything that was looked at and said so far, and each look had come some seconds after what was said. */
const anHourLater = async (): Promise<void> => {
  await owner.query(`update last_look set since = since - interval '1 hour', looked_at = looked_at - interval '1 hour'`)
  for (const table of [
    'known_name',
    'basis',
    'language',
    'employment',
    'entry',
    'withdrawal',
    'file',
    'ownership',
    'record_manager',
    'assignment',
  ])
    await owner.query(`update ${table} set recorded_at = recorded_at - interval '1 hour 10 seconds'`)
}

test('the page tells what others said since one last looked, and not what one said oneself', async () => {
  const nominal = await aRecord()
  const by = { source_kind: 'officer', recorded_by: supervisor.id, agency_id: supervisor.agency_id }
  await anHourLater()
  assert.equal(sectionOf(await pageOf(officerPage, nominal), 'since'), '')
  await anHourLater()
  assert.match(sectionOf(await pageOf(officerPage, nominal), 'since'), /Nobody else has recorded anything since/)
  await anHourLater()
  const id = newId<NominalId>()
  await write(nominal, [
    ['language', { ...by, id, language: 'Welsh' }],
    ['language', { ...written, language: 'Cornish' }],
    ['employment', { ...by, employer: 'Wrekin Joinery' }],
    [
      'file',
      {
        ...by,
        kind: 'document',
        description: 'Letter',
        marking: 'OFFICIAL',
        name: 'letter.pdf',
        given_type: 'application/pdf',
        given_size: 1,
        given_sha256: 'a'.repeat(64),
        rewritten: false,
      },
    ],
    ['assignment', { ...by, officer_id: supervisor.id, kind: 'case team', during: '[2026-11-01,)' }],
    [
      'entry',
      { happened_at: '2026-11-20T12:00:00Z', kind: 'VISIT', kind_words: 'Visit', type: 'reported', words: 'One' },
    ],
    [
      'entry',
      { happened_at: '2026-11-21T12:00:00Z', kind: 'VISIT', kind_words: 'Visit', type: 'reported', words: 'Two' },
    ],
  ])
  await owner.query(
    `insert into withdrawal (id, nominal_id, fact_table, fact_id, reason, recorded_by, agency_id) values ($1, $2, 'language', $3, 'Another man', $4, $5)`,
    [newId(), nominal, id, supervisor.id, supervisor.agency_id],
  )
  const told = sectionOf(await pageOf(officerPage, nominal), 'since')
  for (const words of [
    /Language withdrawn [^,]+, /,
    /Employment added/,
    /2 entries added From an extract/,
    /File added/,
    /Officer on the case changed/,
  ])
    assert.match(told, words)
  assert.doesNotMatch(told, /Language added|Cornish/)
  // Coming back to the page within the half hour, it is still told; later it is not.
  assert.match(sectionOf(await pageOf(officerPage, nominal), 'since'), /Employment added/)
  await anHourLater()
  assert.match(sectionOf(await pageOf(officerPage, nominal), 'since'), /Nobody else has recorded/)
})

test('a page that only watches is no look, and nor is one at the past', async () => {
  const nominal = await aRecord()
  const looks = async () => (await owner.query('select from last_look where nominal_id = $1', [nominal])).rowCount
  await officerPage.get(`/nominals/${nominal}`, { 'concord-watching': '1' })
  await officerPage.get(`/nominals/${nominal}?on=1+1+2020`)
  assert.equal(await looks(), 0)
  await officerPage.get(`/nominals/${nominal}`)
  assert.equal(await looks(), 1)
})

test('an officer sees and writes only their own looks, and only at records that are open to them', async () => {
  const [mine, hidden] = [await aRecord(), await aRecord({ excluded: ['ctnm-officer'] })]
  await owner.query(`insert into last_look (officer_id, nominal_id) values ($1, $2)`, [supervisor.id, mine])
  await beginApiSession(db, 'ctnm-officer', 'due')
  const {
    rows: [session],
  } = await owner.query<{ token_hash: string }>(
    `select token_hash from session where officer_id = $1 and ended_at is null limit 1`,
    [author.id],
  )
  const client = await db.pool.connect()
  const tried = async (statement: string, ...values: unknown[]): Promise<number | string | null> => {
    await client.query('begin')
    try {
      await client.query('select enter($1)', [session!.token_hash])
      await client.query('select from open_records($1)', [[mine, hidden]])
      return (await client.query(statement, values)).rowCount
    } catch (error) {
      return (error as { code: string }).code
    } finally {
      await client.query('rollback')
    }
  }
  try {
    assert.equal(await tried('select from last_look where officer_id = $1', supervisor.id), 0)
    assert.equal(await tried('update last_look set looked_at = now() where officer_id = $1', supervisor.id), 0)
    assert.equal(await tried('insert into last_look (officer_id, nominal_id) values ($1, $2)', author.id, mine), 1)
    assert.equal(
      await tried('insert into last_look (officer_id, nominal_id) values ($1, $2)', supervisor.id, mine),
      '42501',
    )
    assert.equal(
      await tried('insert into last_look (officer_id, nominal_id) values ($1, $2)', author.id, hidden),
      '42501',
    )
    assert.equal(await tried('delete from last_look'), '42501')
    assert.equal(await tried('select * from due_of($1, current_date, 56, 3, 3)', [hidden]), 0)
    assert.equal(await tried(`select * from changes_since($1, array['-infinity'::timestamptz], null)`, [hidden]), 0)
  } finally {
    client.release()
  }
})
