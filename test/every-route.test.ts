// Every registered route is held to the same rules: who is not signed in is refused; a request that another site could have made
// somebody's browser send is refused; what is unknown, hidden or no id at all is not there; who may, leaves an entry in the log.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import pg from 'pg'
import { beginApiSession } from '#access'
import { formTokenOf, hashOfToken, newId, openPool, readConfiguration } from '#platform'
import { filesIn, groundOf, importFiles } from '#migration'
import { filePlaces, putAway } from '../src/nominals/file-keeping.ts'
import { seal } from '../src/nominals/file-seal.ts'
import { aliases, asOf, cases, folderWith, nominals } from './support/extract.ts'
import { aPicture } from './support/file.ts'
import { aNominal } from './support/nominal.ts'
import { demonstrationDatabase, startServer } from './support/server.ts'

const database = await demonstrationDatabase()
const { address, app } = await startServer(database, {}, [], { loads: true })
const owner = new pg.Client(database.ownerUrl)
await owner.connect()
const db = openPool(database.appUrl, { max: 2 })
after(() => Promise.all([owner.end(), db.close()]))

const signedInAs = (signIn: string) => beginApiSession(db, signIn, 'every route')
const idOf = async (statement: string, ...values: unknown[]): Promise<string> =>
  (await owner.query<{ id: string }>(statement, values)).rows[0]!.id

/** What one route is for. Fill a row in for each route of yours; people's ids come from what is arranged above the table. */
type Rule = {
  /** A sign-in of the demonstration that may. */
  readonly as: string
  /** The address to ask, where the route's own has parameters or wants a query. */
  readonly at?: string
  /** Headers that go with it. */
  readonly headers?: Readonly<Record<string, string>>
  /** What is sent: a form to a page, JSON to the API. */
  readonly send?: Readonly<Record<string, unknown>>
  /** Files that are sent with it, by their names: then it goes in parts, and its token in the address. `filesAs`: the field's name, "files" unless told. */
  readonly files?: Readonly<Record<string, string>>
  readonly filesAs?: string
  /** The status of the answer to whoever may. */
  readonly answers: number
  /** The action of the entry that is left in the log, or of several in order, and everybody it is about. */
  readonly leaves: string | readonly string[]
  readonly about?: readonly string[]
  /** Whether it makes a record: the entry is about the one that is made. */
  readonly makes?: boolean
  /** Whether it shuts the record to whoever asked: asked again with its key it is not there. */
  readonly shuts?: boolean
  /** A sign-in whose role may not: 403 or 404, and the entry says so. */
  readonly notFor?: string
  /** Something that is there, asked for by somebody who may not know of it: told in every way like what is not there. */
  readonly hidden?: { readonly from: string; readonly at: string }
}

const [steward, elsewhere] = [await signedInAs('data-steward'), await signedInAs('auditor')]
const sessionOf = (token: string) => idOf('select id from session where token_hash = $1', hashOfToken(token))
const [otherRole, session, sessionElsewhere] = [
  await idOf(`select r.id from role_held r join officer o on o.id = r.officer_id join unit u on u.id = r.unit_id
               where o.subject = 'data-steward' and u.code = 'N43'`),
  await sessionOf(steward),
  await sessionOf(elsewhere),
]

const lead = { unit: 'CTWM-NM', counterTerrorism: true }
const mine = await aNominal(owner, {
  ...lead,
  names: [{ forenames: 'Orrin', surname: 'Vesperlane' }],
  manager: 'ctnm-officer',
})
const hidden = await aNominal(owner, {
  ...lead,
  names: [{ forenames: 'Orrin', surname: 'Vesperlane' }],
  excluded: ['ctnm-officer'],
})

// Facts of one's own record and of one that is hidden. A marker is approved by another than its author.
const factOf = async (nominal: string, table: string, by: string): Promise<string> => {
  const values = table === 'marker' ? `, 'any', 'VI', 'Violent', 'Seen', current_date, current_date` : `, 'Welsh'`
  return idOf(
    `insert into ${table} (id, nominal_id, recorded_by, agency_id, source_kind, ${table === 'marker' ? 'scheme, code, words, basis, incident_on, review_on' : 'language'})
     select gen_random_uuid(), $1, o.id, o.agency_id, 'officer' ${values} from officer o where o.subject = $2 returning id`,
    nominal,
    by,
  )
}
const facts = {
  read: await factOf(mine, 'language', 'ctnm-officer'),
  corrected: await factOf(mine, 'language', 'ctnm-officer'),
  ended: await factOf(mine, 'marker', 'ctnm-officer'),
  withdrawn: await factOf(mine, 'language', 'ctnm-officer'),
  correctedByProgram: await factOf(mine, 'language', 'ctnm-officer'),
  endedByProgram: await factOf(mine, 'marker', 'ctnm-officer'),
  withdrawnByProgram: await factOf(mine, 'language', 'ctnm-officer'),
  marker: await factOf(mine, 'marker', 'ctnm-officer'),
  markerByProgram: await factOf(mine, 'marker', 'ctnm-officer'),
  refused: await factOf(mine, 'marker', 'ctnm-officer'),
  refusedByProgram: await factOf(mine, 'marker', 'ctnm-officer'),
  hidden: await factOf(hidden, 'language', 'ctnm-officer'),
  hiddenMarker: await factOf(hidden, 'marker', 'ctnm-officer'),
}

/** A request to hand somebody on to West Mercia, for people who manage or supervise them. */
const transferOf = (nominal: string): Promise<string> =>
  idOf(
    `with asked as (
       insert into transfer (id, from_unit_id, to_unit_id, reason, asked_by, agency_id, audience)
       select gen_random_uuid(), a.id, b.id, 'Somebody has moved away', o.id, o.agency_id, array[a.lead_circle, b.lead_circle, o.circle]
         from unit a, unit b, officer o where a.code = 'CTWM-NM' and b.code = '22-PPU' and o.subject = 'ctnm-officer' returning id, audience)
     insert into transfer_item (transfer_id, nominal_id, urgent, due_at, audience)
     select id, $1, false, now() + interval '7 days', audience from asked returning transfer_id as id`,
    nominal,
  )
const thistleton = (forenames: string) => aNominal(owner, { ...lead, names: [{ forenames, surname: 'Thistleton' }] })
const [handed, handedByProgram, toHandOn, toHandOnByProgram] = [
  await thistleton('Lorcan'),
  await thistleton('Piers'),
  await thistleton('Maud'),
  await thistleton('Una'),
]
const [transfer, transferByProgram, hiddenTransfer] = [
  await transferOf(handed),
  await transferOf(handedByProgram),
  await transferOf(hidden),
]
const receiver = await idOf(`select id from unit where code = '22-PPU'`)
const north = await idOf(`select id from unit where code = 'CTNW-NM'`)
const partnerOf = (code: string): Promise<string> =>
  idOf(
    `insert into partner (id, nominal_id, recorded_by, agency_id, source_kind, unit_id)
     select gen_random_uuid(), $1, o.id, o.agency_id, 'officer', u.id from officer o, unit u where o.subject = 'ctnm-officer' and u.code = $2 returning id`,
    mine,
    code,
  )
const absenceIn = (year: number): Promise<string> =>
  idOf(
    `insert into absence (id, officer_id, during, kind, recorded_by)
     select $1, id, tstzrange(make_timestamptz($2, 1, 1, 0, 0, 0), make_timestamptz($2, 1, 8, 0, 0, 0)), 'leave', id from officer where subject = 'ctnm-officer' returning id`,
    newId(),
    year,
  )
const covered = {
  officer: await idOf(`select id from officer where subject = 'ctnm-officer'`),
  name: await idOf(`select name as id from officer where subject = 'ctnm-supervisor'`),
  page: await absenceIn(2032),
  program: await absenceIn(2033),
}
/** An officer of the supervisor's unit whose training ends in ten days. */
const somebodyTrained = async (): Promise<string> => {
  const officer = await idOf(
    `insert into officer (id, agency_id, name) select $1, agency_id, 'DC Ends Soon' from unit where code = 'CTWM-NM' returning id`,
    newId(),
  )
  await owner.query(
    `insert into role_held (id, officer_id, unit_id, role, during) select $1, $2, id, 'officer', tstzrange(now() - interval '1 day', null) from unit where code = 'CTWM-NM'`,
    [newId(), officer],
  )
  await owner.query(
    `insert into training (id, officer_id, course, during) values ($1, $2, 'user', daterange(current_date - 30, current_date + 10))`,
    [newId(), officer],
  )
  return officer
}
const ending = { page: await somebodyTrained(), program: await somebodyTrained() }
const colleagueOfMine = await idOf(
  `select o.id from officer o join role_held r on r.officer_id = o.id join unit u on u.id = r.unit_id
    where u.code = 'CTWM-NM' and r.role = 'officer' and now() <@ r.during and o.subject is distinct from 'ctnm-officer' and o.disabled_at is null
      and o.id in (select officer_id from training) order by o.id limit 1`,
)
const partners = { page: await partnerOf('N43'), program: await partnerOf('HEI') }
const ownUnit = await idOf(`select id from unit where code = 'CTWM-NM'`)
// Who may see a record: each step on a person of its own, so that none shuts the record to the next.
const [walled, walledByProgram, declared, declaredByProgram] = [
  await thistleton('Edwin'),
  await thistleton('Bess'),
  await thistleton('Ines'),
  await thistleton('Rufus'),
]
const excludedOf = (nominal: string): Promise<string> =>
  idOf(
    `insert into exclusion (id, nominal_id, recorded_by, agency_id, source_kind, officer_id, why)
     select gen_random_uuid(), $1, s.id, s.agency_id, 'officer', o.id, 'Was at school with the person' from officer s, officer o
      where s.subject = 'ctnm-supervisor' and o.subject = 'nsd-senior' returning id`,
    nominal,
  )
const exclusions = { page: await excludedOf(walled), program: await excludedOf(walledByProgram) }
const parted = await thistleton('Winnie')
const supervisorId = await idOf(`select id from officer where subject = 'ctnm-supervisor'`)
const entryOf = (nominal: string): Promise<string> =>
  idOf(
    `insert into entry (id, nominal_id, recorded_by, agency_id, source_kind, happened_at, kind, kind_words, type, words)
     select gen_random_uuid(), $1, o.id, o.agency_id, 'officer', now(), 'VISIT', 'Visit', 'fact', 'At home' from officer o where o.id = $2 returning id`,
    nominal,
    supervisorId,
  )
const partExclusionOf = async (kind: 'entry' | 'file', part: string, subject: string): Promise<string> => {
  const id = await idOf(
    `insert into part_exclusion (id, nominal_id, part_kind, part_id, recorded_by, agency_id, during, officer_id, why)
     select gen_random_uuid(), $1, $2, $3, s.id, s.agency_id, tstzrange(now(), null), o.id, 'Was at school with the person' from officer s, officer o
      where s.id = $4 and o.subject = $5 returning id`,
    parted,
    kind,
    part,
    supervisorId,
    subject,
  )
  await owner.query('select mark_walled($1, $2, $3)', [kind, part, parted])
  return id
}
const parts = {
  entry: await entryOf(parted),
  file: await idOf(
    `insert into file (id, nominal_id, recorded_by, agency_id, source_kind, kind, description, marking, name, given_type, given_size, given_sha256, rewritten)
     select gen_random_uuid(), $1, o.id, o.agency_id, 'officer', 'document', 'A letter', 'OFFICIAL', 'letter.txt', 'text/plain', 1, repeat('b', 64), false
       from officer o where o.id = $2 returning id`,
    parted,
    supervisorId,
  ),
}
const partExclusions = {
  page: await partExclusionOf('entry', parts.entry, 'nsd-senior'),
  program: await partExclusionOf('file', parts.file, 'nsd-senior'),
}
const hiddenFromSupervisor = await aNominal(owner, {
  ...lead,
  names: [{ forenames: 'Hob', surname: 'Thistleton' }],
  excluded: ['ctnm-supervisor'],
})
// Handovers, each of another person, so that every step has its own: the gates are met already where it is to pass.
const unitCalled = (code: string) => idOf('select id from unit where code = $1', code)
const [westUnit, securityUnit] = [await unitCalled('CTWM-NM'), await unitCalled('N43')]
const aHandover = async (
  from: string,
  to: string,
  more: { readonly met?: boolean; readonly open?: boolean } = {},
): Promise<string> => {
  const nominal = await aNominal(owner, {
    unit: from === westUnit ? 'CTWM-NM' : 'N43',
    counterTerrorism: true,
    names: [{ forenames: 'Sefton', surname: 'Oldbarrow' }],
  })
  if (more.open === false) return nominal
  await owner.query(
    `insert into handover (id, nominal_id, end_kind, from_unit_id, to_unit_id, gates, gates_version)
     values ($1, $2, 'voluntary', $3, $4, '[{"code":"joint-risk-review","words":"Joint risk review held","by":"either","each":null}]', '2026-11-25')`,
    [newId(), nominal, from, to],
  )
  await owner.query(
    `insert into partner (id, nominal_id, recorded_by, agency_id, source_kind, source_ref, during, unit_id)
     select gen_random_uuid(), $1, o.id, o.agency_id, 'officer', 'Handover prepared', tstzrange(now() - interval '1 hour', null), $2 from officer o where o.subject = 'ctnm-supervisor'`,
    [nominal, to],
  )
  if (more.met)
    await owner.query(
      `insert into handover_gate_met (handover_id, nominal_id, code, met_by, to_unit_id)
       select h.id, h.nominal_id, 'joint-risk-review', o.id, h.to_unit_id from handover h, officer o where h.nominal_id = $1 and o.subject = 'ctnm-supervisor'`,
      [nominal],
    )
  return nominal
}
const handovers = {
  page: await Promise.all([
    aHandover(westUnit, securityUnit, { open: false }),
    aHandover(westUnit, securityUnit),
    aHandover(westUnit, securityUnit),
    aHandover(securityUnit, westUnit, { met: true }),
    aHandover(westUnit, securityUnit),
  ]),
  api: await Promise.all([
    aHandover(westUnit, securityUnit, { open: false }),
    aHandover(westUnit, securityUnit),
    aHandover(westUnit, securityUnit),
    aHandover(securityUnit, westUnit, { met: true }),
    aHandover(westUnit, securityUnit),
  ]),
}
const handoverRules = (): Readonly<Record<string, Rule>> => {
  const steps = [
    ['', 'handover.opened', 'ctnm-supervisor', { to: securityUnit }],
    ['/receiver', 'handover.receiver-named', 'ctnm-supervisor', { to: securityUnit }],
    ['/gates', 'handover.gate-met', 'ctnm-supervisor', { gate: 'joint-risk-review', said: 'Held' }],
    ['/passing', 'handover.passed', 'ctnm-supervisor', {}],
    ['/calling-off', 'handover.called-off', 'ctnm-supervisor', { words: 'It is not wanted any more' }],
  ] as const
  const rules: Record<string, Rule> = {
    'GET /nominals/:nominal/handover': {
      as: 'ctnm-officer',
      at: `/nominals/${mine}/handover`,
      answers: 200,
      leaves: 'handover.viewed',
      about: [mine],
      notFor: 'auditor',
      hidden: { from: 'ctnm-officer', at: `/nominals/${hidden}/handover` },
    },
    'GET /api/v1/nominals/:id/handover': {
      as: 'ctnm-supervisor',
      at: `/api/v1/nominals/${handovers.page[1]}/handover`,
      answers: 200,
      leaves: 'handover.viewed',
      about: [handovers.page[1]],
      notFor: 'pcc-reader',
      hidden: { from: 'ctnm-officer', at: `/api/v1/nominals/${hidden}/handover` },
    },
  }
  for (const [at, [path, leaves, as, send]] of steps.entries()) {
    const rule = { as, leaves, send, notFor: 'force-officer' }
    const [page, api] = [handovers.page[at]!, handovers.api[at]!]
    rules[`POST /nominals/:nominal/handover${path}`] = {
      ...rule,
      at: `/nominals/${page}/handover${path}`,
      answers: 303,
      about: [page],
      hidden: { from: 'ctnm-officer', at: `/nominals/${hidden}/handover${path}` },
    }
    rules[`POST /api/v1/nominals/:id/handover${path}`] = {
      ...rule,
      at: `/api/v1/nominals/${api}/handover${path}`,
      answers: 200,
      about: [api],
      hidden: { from: 'ctnm-officer', at: `/api/v1/nominals/${hidden}/handover${path}` },
    }
  }
  return rules
}

const transferAsked = { to: receiver, reason: 'She has moved to Hereford' }

const attended = await aNominal(owner, {
  ...lead,
  names: [{ forenames: 'Wilfred', surname: 'Ambleton' }],
  address: '4 Plover Row',
})
const addressChecked = {
  line: '4 Plover Row',
  postcode: 'TF3 4NA',
  incident: 'WM-1',
  purpose: 'Report of a fire',
}

/** Somebody of whom West Mercia is to know, and what its local contact is asked about them. */
const westMercia = await idOf(`select agency_id as id from officer where subject = 'force-contact'`)
const forceContact = await idOf(`select id from officer where subject = 'force-contact'`)
const arrivalOf = async (nominal: string): Promise<string> =>
  idOf(
    `insert into local_arrival (nominal_id, force_id, kind, due_at) values ($1, $2, 'lives', now() + interval '1 day') returning id`,
    nominal,
    westMercia,
  )
const [lives, livesByProgram, livesHidden] = [
  await thistleton('Hester'),
  await thistleton('Rowan'),
  await aNominal(owner, {
    ...lead,
    names: [{ forenames: 'Ansel', surname: 'Thistleton' }],
    excluded: ['force-contact'],
  }),
]
for (const nominal of [lives, livesByProgram, livesHidden])
  await owner.query(
    `insert into residence (id, nominal_id, recorded_by, agency_id, source_kind, force_id)
     select gen_random_uuid(), $1, o.id, o.agency_id, 'officer', $2 from officer o where o.subject = 'ctnm-officer'`,
    [nominal, westMercia],
  )
const [arrival, arrivalByProgram, arrivalHidden] = [
  await arrivalOf(lives),
  await arrivalOf(livesByProgram),
  await arrivalOf(livesHidden),
]
const telling = { who: 'Night duty sergeant', instruction: 'Attend in pairs' }

/** What a supervisor sealed, of a language: their own, for the officer of data protection, and of somebody closed to the officer. */
const sealingOf = async (nominal: string, asked: 'asked' | 'not asked' = 'not asked'): Promise<string> => {
  const sealing = await idOf(
    `insert into sealing (id, nominal_id, kind, versions, unit_id, why, sealed_by, agency_id)
     select gen_random_uuid(), $1, 'file', 1, u.id, 'Somebody else', o.id, o.agency_id from unit u, officer o
      where u.code = 'CTWM-NM' and o.subject = 'ctnm-supervisor' returning id`,
    nominal,
  )
  const object = await idOf(`insert into file_object (id, store) values (gen_random_uuid(), 'database') returning id`)
  const file = newId() as string
  await owner.query(
    `insert into sealed_row (sealing_id, ordinal, table_name, nominal_id, said)
     select $1::uuid, 1, 'file_content', $2::uuid, jsonb_build_object('file_id', $4::uuid, 'form', 'whole', 'nominal_id', $2::uuid, 'object_id', $3::uuid, 'media_type', 'text/plain', 'size', 4,
              'sha256', encode(sha256('note'), 'hex'), 'key', '\\x' || repeat('00', 32))
     union all
     select $1::uuid, 2, 'file', $2::uuid, to_jsonb(f) from (select $4::uuid as id, $2::uuid as nominal_id, now() as recorded_at, o.id as recorded_by, o.agency_id, 'officer' as source_kind, '' as source_ref, '' as why,
       'document' as kind, 'A note' as description, 'OFFICIAL' as marking, '{}'::text[] as caveats, 'note.txt' as name, 'text/plain' as given_type, 4 as given_size,
       encode(sha256('note'), 'hex') as given_sha256, false as rewritten from officer o where o.subject = 'ctnm-supervisor') f`,
    [sealing, nominal, object, file],
  )
  await owner.query(
    `insert into sealed_object values ($1, $2, encode(sha256(decode(repeat('00', 32), 'hex')), 'hex'))`,
    [object, sealing],
  )
  await owner.query('insert into file_chunk (object_id, ordinal, sealed) values ($1, 0, $2)', [
    object,
    Buffer.concat(
      await Array.fromAsync(
        seal(
          (async function* one() {
            yield Buffer.from('note')
          })(),
          { object: object as never, key: Buffer.alloc(32), size: 4 },
        ),
      ),
    ),
  ])
  if (asked === 'asked')
    await owner.query(
      `insert into destruction_request (id, sealing_id, why, asked_by) select gen_random_uuid(), $1, 'It must not be kept', id from officer where subject = 'ctnm-supervisor'`,
      [sealing],
    )
  return sealing
}
const sealedHidden = await sealingOf(hidden)

/** Everything about seals, for people (`api` empty) and for programs. */
/** A notice that stands, of a record. */
const noticeOf = (nominal: string): Promise<string> =>
  idOf(
    `insert into safety_notice (id, nominal_id, quote, words, everybody, address, address_keys, buildings, written_by, agency_id, until_on, grace_days, reviewed_on, review_on)
     select gen_random_uuid(), $1, 'AAAA-BBBB', 'Ring from the street first', true, '1 Nowhere Row', '{TF3 4NA||1 NOWHERE ROW}', '{TF3 4NA|1 NOWHERE ROW}', o.id, o.agency_id,
            current_date + 20, 14, current_date, current_date + 20 from officer o where o.subject = 'ctnm-supervisor' returning id`,
    nominal,
  )
const noticeHidden = await noticeOf(hidden)
const noticeRules = async (api: '' | '/api/v1'): Promise<Readonly<Record<string, Rule>>> => {
  const hiddenAt = (path: string) => ({ from: 'ctnm-officer', at: `${api}/safety-notices/${noticeHidden}${path}` })
  const [id, done] = api === '' ? (['nominal', 303] as const) : (['id', 200] as const)
  const at = async (path: string) => `${api}/safety-notices/${await noticeOf(mine)}${path}`
  const day = Temporal.Now.plainDateISO().add({ days: 9 }).toString()
  return {
    [`GET ${api}/safety-notices`]: {
      as: 'ctnm-officer',
      answers: 200,
      leaves: 'safety-notices.listed',
      about: [mine],
      notFor: 'auditor',
    },
    [`GET ${api}/nominals/:${id}/safety-notices`]: {
      as: 'ctnm-officer',
      at: `${api}/nominals/${mine}/safety-notices`,
      answers: 200,
      leaves: 'safety-notices.listed',
      about: [mine],
      notFor: 'auditor',
      hidden: { from: 'ctnm-officer', at: `${api}/nominals/${hidden}/safety-notices` },
    },
    [`POST ${api}/nominals/:${id}/safety-notices`]: {
      as: 'ctnm-supervisor',
      at: `${api}/nominals/${mine}/safety-notices`,
      send: {
        words: 'Ring from the street first',
        who: 'everybody',
        line: '1 Nowhere Row',
        postcode: 'TF3 4NA',
        until: day,
        review: day,
      },
      answers: api === '' ? 303 : 201,
      leaves: 'safety-notice.written',
      about: [mine],
      notFor: 'ctnm-officer',
      hidden: { from: 'ctnm-officer', at: `${api}/nominals/${hidden}/safety-notices` },
    },
    [`GET ${api}/safety-notices/:notice`]: {
      as: 'ctnm-officer',
      at: await at(''),
      answers: 200,
      leaves: 'safety-notice.viewed',
      about: [mine],
      notFor: 'auditor',
      hidden: hiddenAt(''),
    },
    [`POST ${api}/safety-notices/:notice/review`]: {
      as: 'ctnm-supervisor',
      at: await at('/review'),
      send: { reviewWhy: 'It is still so', why: 'It is still so', review: day },
      answers: done,
      leaves: 'safety-notice.reviewed',
      about: [mine],
      notFor: 'ctnm-officer',
      hidden: hiddenAt('/review'),
    },
    [`POST ${api}/safety-notices/:notice/withdrawal`]: {
      as: 'ctnm-supervisor',
      at: await at('/withdrawal'),
      send: { why: 'It is so no more' },
      answers: done,
      leaves: 'safety-notice.withdrawn',
      about: [mine],
      notFor: 'ctnm-officer',
      hidden: hiddenAt('/withdrawal'),
    },
    ...(api === ''
      ? {}
      : {
          'GET /api/v1/nominals/:id/notices-shown': {
            as: 'ctnm-officer',
            at: `/api/v1/nominals/${mine}/notices-shown`,
            answers: 200,
            leaves: 'safety-notices.shown',
            about: [mine],
            notFor: 'auditor',
            hidden: { from: 'ctnm-officer', at: `/api/v1/nominals/${hidden}/notices-shown` },
          },
        }),
  }
}

/** A compartment of the supervisor and the duty officer, with the record manager of `mine` inside; another that only others are in. */
const compartmentOf = async (sponsor: string, second: string): Promise<string> => {
  const id = await idOf(
    `insert into compartment (id, name, shows, kind, level, purpose, made_by, review_on)
     select gen_random_uuid(), 'Walnut', 'none', 'operation', 'sc', 'A joint operation', o.id, current_date + 60 from officer o where o.subject = $1 returning id`,
    sponsor,
  )
  await owner.query(
    `insert into compartment_responsible (compartment_id, place, officer_id, during)
     select $1, case o.subject when $2 then 'sponsor' else 'second' end, o.id, '[2020-01-01,)' from officer o where o.subject in ($2, $3)`,
    [id, sponsor, second],
  )
  await owner.query(
    `insert into compartment_member (id, compartment_id, officer_id, during)
     select gen_random_uuid(), $1, o.id, tstzrange(now(), now() + interval '90 days') from officer o where o.subject in ($2, $3, 'ctnm-officer')`,
    [id, sponsor, second],
  )
  return id
}
const officerNamed = (signIn: string): Promise<string> =>
  idOf('select name as id from officer where subject = $1', signIn)
const compartmentRules = async (api: '' | '/api/v1'): Promise<Readonly<Record<string, Rule>>> => {
  const [id, done] = api === '' ? (['nominal', 303] as const) : (['id', 200] as const)
  const mineIn = () => compartmentOf('ctnm-supervisor', 'ctnm-duty-officer')
  const day = Temporal.Now.plainDateISO().add({ days: 30 }).toString()
  const [standing, toReview, toEnd, toName, toAdd, toTake, free] = [
    await mineIn(),
    await mineIn(),
    await mineIn(),
    await mineIn(),
    await mineIn(),
    await mineIn(),
    await mineIn(),
  ]
  const memberId = await idOf(`select id from officer where subject = 'ctnm-officer'`)
  const rule = (compartment: string, way: string, send: Record<string, unknown>, leaves: string): Rule => ({
    as: 'ctnm-supervisor',
    at: `${api}/compartments/${compartment}${way}`,
    send,
    answers: done,
    leaves,
    notFor: 'ctnm-officer',
    hidden: { from: 'force-officer', at: `${api}/compartments/${compartment}${way}` },
  })
  return {
    [`GET ${api}/compartments`]: {
      as: 'ctnm-officer',
      answers: 200,
      leaves: 'compartments.listed',
      notFor: 'auditor',
    },
    [`POST ${api}/compartments`]: {
      as: 'ctnm-supervisor',
      send: {
        name: 'Hazel',
        kind: 'operation',
        level: 'sc',
        purpose: 'A joint operation',
        second: await officerNamed('ctnm-duty-officer'),
        review: day,
      },
      answers: api === '' ? 303 : 201,
      leaves: 'compartment.made',
      notFor: 'ctnm-officer',
    },
    [`GET ${api}/compartments/:compartment`]: {
      as: 'ctnm-officer',
      at: `${api}/compartments/${standing}`,
      answers: 200,
      leaves: 'compartment.viewed',
      notFor: 'auditor',
      hidden: { from: 'force-officer', at: `${api}/compartments/${standing}` },
    },
    [`POST ${api}/compartments/:compartment/members`]: rule(
      toAdd,
      '/members',
      { officer: await officerNamed('ctnm-region-lead'), until: day, why: 'Works on the case' },
      'compartment.member-added',
    ),
    [`POST ${api}/compartments/:compartment/members/end`]: rule(
      toReview,
      '/members/end',
      { member: memberId, endWhy: 'Has moved' },
      'compartment.member-ended',
    ),
    [`POST ${api}/compartments/:compartment/responsible`]: {
      ...rule(toName, '/responsible', { place: 'second', holder: memberId }, 'compartment.responsible-named'),
      // (the officer answers for it from then on)
      notFor: 'force-officer',
    },
    [`POST ${api}/compartments/:compartment/review`]: rule(
      standing,
      '/review',
      { reviewed: 'Each still works on it', review: day },
      'compartment.reviewed',
    ),
    [`POST ${api}/compartments/:compartment/end`]: rule(
      toEnd,
      '/end',
      { over: 'The operation is over' },
      'compartment.ended',
    ),
    [`GET ${api}/nominals/:${id}/compartments`]: {
      as: 'ctnm-officer',
      at: `${api}/nominals/${mine}/compartments`,
      answers: 200,
      leaves: 'compartments.viewed',
      about: [mine],
      notFor: 'auditor',
      hidden: { from: 'ctnm-officer', at: `${api}/nominals/${hidden}/compartments` },
    },
    [`POST ${api}/nominals/:${id}/compartments`]: {
      as: 'ctnm-supervisor',
      at: `${api}/nominals/${toEnclose}/compartments`,
      send: { compartment: free, why: 'A victim of the case' },
      answers: done,
      leaves: 'compartment.enclosed',
      about: [toEnclose],
      notFor: 'ctnm-officer',
      hidden: { from: 'ctnm-officer', at: `${api}/nominals/${hidden}/compartments` },
    },
    [`POST ${api}/nominals/:${id}/compartments/removal`]: {
      as: 'ctnm-supervisor',
      at: `${api}/nominals/${await enclosedIn(toTake)}/compartments/removal`,
      send: { out: toTake, outWhy: 'The case is closed' },
      answers: done,
      leaves: 'compartment.released',
      about: [toEnclose],
      notFor: 'ctnm-officer',
      hidden: { from: 'ctnm-officer', at: `${api}/nominals/${hidden}/compartments/removal` },
    },
  }
}
/** Somebody whom the supervisor and the officer have in full, in a compartment of theirs. */
const toEnclose = await aNominal(owner, {
  unit: 'CTWM-NM',
  counterTerrorism: true,
  manager: 'ctnm-supervisor',
  names: [{ forenames: 'Sabina', surname: 'Trevelyan' }],
})
const enclosedIn = async (compartment: string): Promise<string> => {
  await owner.query(
    `insert into compartment_of (id, nominal_id, recorded_by, agency_id, source_kind, compartment_id, during, why)
     select gen_random_uuid(), $1, o.id, o.agency_id, 'officer', $2, tstzrange(now(), null), 'A victim of the case' from officer o where o.subject = 'ctnm-supervisor'`,
    [toEnclose, compartment],
  )
  return toEnclose
}

const sealingRules = async (api: '' | '/api/v1'): Promise<Readonly<Record<string, Rule>>> => {
  const done = api === '' ? 303 : 200
  const hiddenAt = (path: string): NonNullable<Rule['hidden']> => ({
    from: 'ctnm-region-lead',
    at: `${api}/sealings/${sealedHidden}${path}`,
  })
  const at = async (path: string, asked: 'asked' | 'not asked' = 'not asked') =>
    `${api}/sealings/${await sealingOf(mine, asked)}${path}`
  return {
    [`POST ${api}/nominals/:nominal/facts/:kind/:fact/sealing`]: {
      as: 'ctnm-supervisor',
      at: `${api}/nominals/${mine}/facts/language/${await factOf(mine, 'language', 'ctnm-officer')}/sealing`,
      send: { why: 'It is about somebody else' },
      answers: api === '' ? 303 : 201,
      leaves: 'sealing.made',
      about: [mine],
      notFor: 'ctnm-officer',
      hidden: { from: 'ctnm-officer', at: `${api}/nominals/${hidden}/facts/language/${facts.hidden}/sealing` },
    },
    [`GET ${api}/sealings`]: {
      as: 'data-protection-officer',
      answers: 200,
      leaves: 'sealings.listed',
      notFor: 'ctnm-officer',
    },
    [`GET ${api}/sealings/:sealing`]: {
      as: 'ctnm-supervisor',
      at: await at(''),
      answers: 200,
      leaves: 'sealing.viewed',
      about: [mine],
      notFor: 'ctnm-officer',
      hidden: hiddenAt(''),
    },
    [`GET ${api}/sealings/:sealing/content`]: {
      as: 'data-protection-officer',
      at: await at('/content'),
      answers: 200,
      leaves: 'sealing.opened',
      about: [mine],
      notFor: 'ctnm-officer',
      hidden: hiddenAt('/content'),
    },
    ...(api === ''
      ? {
          'GET /sealings/:sealing/file': {
            as: 'ctnm-supervisor',
            at: await at('/file'),
            answers: 200,
            leaves: 'sealing.file-opened',
            about: [mine],
            notFor: 'ctnm-officer',
            hidden: hiddenAt('/file'),
          },
          'GET /nominals/:nominal/sealing': {
            as: 'ctnm-supervisor',
            at: `/nominals/${mine}/sealing`,
            answers: 200,
            leaves: 'sealing.begun',
            about: [mine],
            notFor: 'ctnm-officer',
            hidden: { from: 'ctnm-officer', at: `/nominals/${hidden}/sealing` },
          },
          'GET /nominals/:nominal/facts/:kind/:fact/sealing': {
            as: 'ctnm-supervisor',
            at: `/nominals/${mine}/facts/language/${facts.read}/sealing`,
            answers: 200,
            leaves: 'sealing.begun',
            about: [mine],
            notFor: 'ctnm-officer',
            hidden: { from: 'ctnm-officer', at: `/nominals/${hidden}/facts/language/${facts.hidden}/sealing` },
          },
        }
      : {}),
    [`POST ${api}/sealings/:sealing/unsealing`]: {
      as: 'data-protection-officer',
      at: `${api}/sealings/${await sealedLanguage()}/unsealing`,
      send: { why: 'It belongs here' },
      answers: done,
      leaves: 'sealing.unsealed',
      about: [mine],
      notFor: 'ctnm-officer',
      hidden: hiddenAt('/unsealing'),
    },
    [`POST ${api}/sealings/:sealing/destruction`]: {
      as: 'ctnm-supervisor',
      at: await at('/destruction'),
      send: { destroyWhy: 'It must not be kept', why: 'It must not be kept' },
      answers: done,
      leaves: 'destruction.asked',
      about: [mine],
      notFor: 'ctnm-officer',
      hidden: hiddenAt('/destruction'),
    },
    [`POST ${api}/sealings/:sealing/destruction/decision`]: {
      as: 'data-protection-officer',
      at: await at('/destruction/decision', 'asked'),
      send: { outcome: 'refused', decidedWhy: 'It may be evidence', why: 'It may be evidence' },
      answers: done,
      leaves: 'destruction.decided',
      about: [mine],
      notFor: 'ctnm-officer',
      hidden: hiddenAt('/destruction/decision'),
    },
  }
}
/** A language of one's own record that is under seal, its row as it stood. */
const sealedLanguage = async (): Promise<string> => {
  const sealing = await idOf(
    `insert into sealing (id, nominal_id, kind, versions, unit_id, why, sealed_by, agency_id)
     select gen_random_uuid(), $1, 'language', 1, u.id, 'Somebody else', o.id, o.agency_id from unit u, officer o
      where u.code = 'CTWM-NM' and o.subject = 'ctnm-supervisor' returning id`,
    mine,
  )
  await owner.query(
    `with gone as (delete from language l where l.id = $2 returning to_jsonb(l) as said)
     insert into sealed_row (sealing_id, ordinal, table_name, nominal_id, said) select $1, 1, 'language', $3, said from gone`,
    [sealing, await factOf(mine, 'language', 'ctnm-officer'), mine],
  )
  return sealing
}

/** A window on one's own record for the inspector of the demonstration, and one on somebody closed to them. */
const windowOf = async (nominal: string): Promise<string> => {
  const window = await idOf(
    `insert into inspection_window (id, unit_id, agency_id, purpose, handling, opened_by, ends_at)
     select gen_random_uuid(), u.id, u.agency_id, 'Thematic inspection', '{}', o.id, now() + interval '9 days' from unit u, officer o
      where u.code = 'CTWM-NM' and o.subject = 'ctnm-supervisor' returning id`,
  )
  await owner.query('insert into inspection_sample (window_id, nominal_id) values ($1, $2)', [window, nominal])
  await owner.query(
    `insert into inspection_inspector (window_id, officer_id) select $1, id from officer where subject = 'inspector'`,
    [window],
  )
  return window
}
const closedToInspector = await aNominal(owner, {
  ...lead,
  names: [{ forenames: 'Ivo', surname: 'Thistleton' }],
  excluded: ['inspector'],
})
const [inspection, inspectionByProgram, inspectionHidden] = [
  await windowOf(mine),
  await windowOf(mine),
  await windowOf(closedToInspector),
]
const mineCalled = await idOf('select reference as id from nominal_file where nominal_id = $1', mine)
const windowAsked = {
  sample: mineCalled,
  inspectors: await idOf(`select id from officer where subject = 'inspector'`),
  ends: Temporal.Now.plainDateISO('Europe/London').add({ days: 9 }).toString(),
  purpose: 'Thematic inspection',
}

const draftOf = (signIn: string): Promise<string> =>
  idOf(
    `insert into draft (id, officer_id, at, action, fields) select gen_random_uuid(), o.id, '/somewhere', '/somewhere', '{"words":"x"}'
       from officer o where o.subject = $1 returning id`,
    signIn,
  )
const [draft, draftElsewhere] = [await draftOf('ctnm-officer'), await draftOf('ctnm-supervisor')]

/** A task to an officer about somebody, which they close by hand. */
const taskOf = (nominal: string): Promise<string> =>
  idOf(
    `select add_task('contact.shown', 'officer', o.id, null, $1, null, 'Something waits', null) as id from officer o where o.subject = 'ctnm-officer'`,
    nominal,
  )
const [taskToSee, taskForProgram, hiddenTask] = [await taskOf(mine), await taskOf(mine), await taskOf(hidden)]

const disclosureAsked = {
  purpose: 'court',
  why: 'Hearing of 3 May',
  recipient: 'A clerk of the court',
  parts: 'identity',
}
const disclosure = await idOf(
  `insert into disclosure (id, nominal_id, recorded_by, agency_id, purpose_code, why, recipient, destroy_by, parts, marking, left_out)
   select gen_random_uuid(), $1, o.id, o.agency_id, 'court', 'x', 'x', current_date + 30, '{identity}', 'OFFICIAL-SENSITIVE', 0
     from officer o where o.subject = 'ctnm-officer' returning id`,
  mine,
)

// Seen as a contact from another region; emergency access that its user has open there, a use that is over, and requests for more.
const [inNorthWest, ofHidden] = ['ctnm-officer-elsewhere', 'ctnm-officer']
const emergencyOf = (nominal: string, by: string, isOver = false): Promise<string> =>
  idOf(
    `insert into emergency_access (id, nominal_id, officer_id, role, agency_id, unit_id, session_id, found, code, reason, opened_at, ends_at)
     select gen_random_uuid(), $1, o.id, 'officer', u.agency_id, u.id, gen_random_uuid(), 'contact', 'attending', 'Two officers are there', $3, $3::timestamptz + interval '1 hour'
       from officer o join role_held r on r.officer_id = o.id join unit u on u.id = r.unit_id where o.subject = $2 limit 1 returning id`,
    nominal,
    by,
    new Date(Date.now() - (isOver ? 2 : 0) * 3_600_000),
  )
const requestOf = (nominal: string, by: string): Promise<string> =>
  idOf(
    `insert into access_request (id, nominal_id, officer_id, role, agency_id, unit_id, purpose, lapses_at)
     select gen_random_uuid(), $1, o.id, 'officer', u.agency_id, u.id, 'A joint visit', now() + interval '1 day'
       from officer o join role_held r on r.officer_id = o.id join unit u on u.id = r.unit_id where o.subject = $2 limit 1 returning id`,
    nominal,
    by,
  )
// Pairs for the reconciliation desk: one of each way of deciding it, and one of them found to be of one person.
const reasonOfPair = 'The same number and the same face'
const pairOfNew = async (
  state: 'waiting' | 'same',
  from = mine,
): Promise<{ pair: string; about: readonly string[] }> => {
  const other = await aNominal(owner, { ...lead, names: [{ forenames: 'Tarquin', surname: 'Twofold' }] })
  const pair = await idOf(
    `insert into kept_apart (id, nominal_id, other_id, made_by, reason) select gen_random_uuid(), $1, $2, id, 'the same full name and date of birth' from officer where subject = 'ctnm-officer' returning id`,
    other,
    from,
  )
  if (state === 'same')
    await idOf(
      `insert into pair_decision (id, one_id, other_id, nth, outcome, reason, decided_by)
       select gen_random_uuid(), least($1::uuid, $2::uuid), greatest($1::uuid, $2::uuid), 1, 'same', $3, id from officer where subject = 'reconciliation-desk' returning id`,
      other,
      from,
      reasonOfPair,
    )
  return { pair, about: [from, other] }
}
const hiddenPair = await pairOfNew('waiting', hidden)
const pairRules = async (api: '' | '/api/v1'): Promise<Readonly<Record<string, Rule>>> => {
  const [seen, decided, same] = [await pairOfNew('waiting'), await pairOfNew('waiting'), await pairOfNew('same')]
  const there = { as: 'reconciliation-desk', notFor: 'ctnm-officer' }
  const hiddenAt = (rest: string) => ({ from: 'ctnm-officer', at: `${api}/pairs/${hiddenPair.pair}${rest}` })
  return {
    [`GET ${api}/pairs`]: { ...there, answers: 200, leaves: 'pairs.listed' },
    [`GET ${api}/pairs/:pair`]: {
      ...there,
      at: `${api}/pairs/${seen.pair}`,
      answers: 200,
      leaves: 'pair.viewed',
      about: seen.about,
      hidden: hiddenAt(''),
    },
    [`POST ${api}/pairs/:pair/decision`]: {
      ...there,
      at: `${api}/pairs/${decided.pair}/decision`,
      send: { outcome: 'different', reason: 'Cousins of one name', seen: '' },
      answers: api === '' ? 303 : 200,
      leaves: 'pair.decided',
      about: decided.about,
      hidden: hiddenAt('/decision'),
    },
    [`POST ${api}/pairs/:pair/steps`]: {
      ...there,
      at: `${api}/pairs/${same.pair}/steps`,
      send: { kind: 'settled', words: 'Telford archives theirs' },
      answers: api === '' ? 303 : 200,
      leaves: 'pair.settled',
      about: same.about,
      hidden: hiddenAt('/steps'),
    },
    ...(api === '' ? { 'GET /pairs/next': { ...there, answers: 303, leaves: 'pairs.listed' } } : {}),
  }
}

// The safety instruction, of a record of its own for each way of writing it.
const instructed = {
  '': await aNominal(owner, {
    ...lead,
    names: [{ forenames: 'Tarquin', surname: 'Oldershaw' }],
  }),
  '/api/v1': await aNominal(owner, {
    ...lead,
    names: [{ forenames: 'Mabel', surname: 'Oldershaw' }],
  }),
}
const instructionRules = (api: '' | '/api/v1'): Readonly<Record<string, Rule>> => {
  const at = `${api}/nominals/${instructed[api]}/safety-instruction`
  const route = `${api}/nominals/:${api === '' ? 'nominal' : 'id'}/safety-instruction`
  const shared = {
    at,
    about: [instructed[api]],
    hidden: { from: 'ctnm-officer', at: `${api}/nominals/${hidden}/safety-instruction` },
  }
  return {
    [`GET ${route}`]: { ...shared, as: 'ctnm-supervisor', answers: 200, leaves: 'safety-instruction.viewed' },
    [`POST ${route}`]: {
      ...shared,
      as: 'ctnm-supervisor',
      send: {
        kind: 'instruction',
        words: 'Attend in pairs',
        reviewOn: Temporal.Now.plainDateISO().add({ days: 90 }).toString(),
      },
      answers: api === '' ? 303 : 201,
      leaves: 'safety-instruction.written',
      notFor: 'ctnm-officer',
    },
    [`GET ${api}/safety-instructions`]: {
      as: 'force-officer',
      answers: 200,
      leaves: 'safety-instructions.listed',
      notFor: 'control-room',
    },
  }
}
// Everybody here has just signed in anew.
await owner.query('alter table session alter column proved_at set default now()')
const seenThere = await aNominal(owner, { ...lead, names: [{ forenames: 'Hollis', surname: 'Brackwater' }] })
const emergencies = {
  open: await emergencyOf(mine, inNorthWest),
  openForProgram: await emergencyOf(mine, inNorthWest),
  over: await emergencyOf(mine, inNorthWest, true),
  overForProgram: await emergencyOf(mine, inNorthWest, true),
  hidden: await emergencyOf(hidden, ofHidden),
}
// (one officer has one open request for a record: here several, so that every route has one of its own)
await owner.query('alter table access_request disable trigger one_at_a_time')
const requests = {
  read: await requestOf(mine, inNorthWest),
  answered: await requestOf(mine, inNorthWest),
  answeredByProgram: await requestOf(mine, inNorthWest),
  withdrawn: await requestOf(mine, inNorthWest),
  withdrawnByProgram: await requestOf(mine, inNorthWest),
  hidden: await requestOf(hidden, ofHidden),
}

// Extracts as three agencies' files bring them: one row of each is refused. One is made to look unfinished, so that it can be stopped.
const importer = openPool(database.importerUrl, { max: 6 })
after(() => importer.close())
const brought = async (files: Readonly<Record<string, string>>) => {
  const { files: staged } = await importFiles(importer, await groundOf(importer.pool), {
    name: 'every route',
    paths: await filesIn(await folderWith(files)),
    agency: null,
    asOf,
    stopping: new AbortController().signal,
    tell: () => undefined,
  })
  const id = await idOf('select extract_id as id from extract_file where id = $1', staged[0]!.id)
  return { id, refused: await idOf('select row_id as id from extract_refusal where file_id = $1', staged[0]!.id) }
}
const extract = await brought({ 'nominals.csv': nominals({ VISOR_REF: 'V40/0000001', SURNAME: '' }) })
const extractElsewhere = await brought({ 'cases.csv': cases({ CRN: 'X400001', SURNAME: '' }) })
const waiting = {
  id: await idOf(
    `insert into extract (id, name, as_of, asked_by, agency_id, stopped_at)
     select gen_random_uuid(), 'Waiting', current_date, o.id, o.agency_id, now() from officer o where o.subject = 'data-steward' returning id`,
  ),
}

/** A small photograph of a record, kept as adding one keeps it; answers with its id. */
const places = filePlaces({ db, configuration: readConfiguration({}) })
const picture = join(await mkdtemp(join(tmpdir(), 'concord-every-route-')), 'picture')
await writeFile(picture, await aPicture('jpeg', { width: 30, height: 40 }))
after(() => rm(dirname(picture), { recursive: true }))
const aPhotographOf = async (nominal: string, given = 'given'): Promise<string> => {
  const bytes = await readFile(picture)
  const kept = {
    path: picture,
    mediaType: 'image/jpeg',
    size: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  }
  const file = newId() as string
  const by = `(select o.id from officer o where o.subject = 'ctnm-officer'), (select o.agency_id from officer o where o.subject = 'ctnm-officer')`
  await owner.query(
    `insert into file (id, nominal_id, recorded_by, agency_id, source_kind, kind, description, marking, name, given_type, given_size, given_sha256, rewritten)
     values ($1, $2, ${by}, 'officer', 'photograph', 'Face', 'OFFICIAL', 'face.jpg', 'image/jpeg', 1, $3, true)`,
    [file, nominal, createHash('sha256').update(given).digest('hex')],
  )
  for (const { form, object, size, sha256, key } of await putAway(db, places, [
    { ...kept, form: 'whole' },
    { ...kept, form: 'small' },
  ]))
    await owner.query(
      `insert into file_content (file_id, form, nominal_id, object_id, media_type, size, sha256, key) values ($1, $2, $3, $4, 'image/jpeg', $5, $6, $7)`,
      [file, form, nominal, object, size, sha256, key],
    )
  return file
}
const [photograph, hiddenPhotograph] = [await aPhotographOf(mine), await aPhotographOf(hidden)]
const [corrected, correctedToo] = [await aPhotographOf(mine, 'a fourth'), await aPhotographOf(mine, 'a fifth')]
const anEntryOf = (nominal: string): Promise<string> =>
  idOf(
    `insert into entry (id, nominal_id, recorded_by, agency_id, source_kind, happened_at, kind, kind_words, type, words)
     select gen_random_uuid(), $1, o.id, o.agency_id, 'officer', now(), 'VISIT', 'Visit', 'fact', 'Seen' from officer o where o.subject = 'ctnm-officer' returning id`,
    nominal,
  )
const attachedTo = (nominal: string, entry: string, file: string): Promise<string> =>
  idOf(
    `insert into attachment (id, nominal_id, entry_id, file_id, recorded_by, agency_id)
     select gen_random_uuid(), $1, $2, $3, o.id, o.agency_id from officer o where o.subject = 'ctnm-officer' returning id`,
    nominal,
    entry,
    file,
  )
const [entry, entryOfPrograms, hiddenEntry] = [await anEntryOf(mine), await anEntryOf(mine), await anEntryOf(hidden)]
const attachments = {
  shown: await attachedTo(mine, entry, await aPhotographOf(mine, 'shown')),
  off: await attachedTo(mine, entry, await aPhotographOf(mine, 'off')),
  offByProgram: await attachedTo(mine, entry, await aPhotographOf(mine, 'off by a program')),
  hidden: await attachedTo(hidden, hiddenEntry, hiddenPhotograph),
}
const fileSent = { kind: 'document', description: 'A note', marking: 'OFFICIAL' }

const routes: Readonly<Record<string, 'anybody' | Rule>> = {
  'GET /public/*': 'anybody',
  'GET /health': 'anybody',
  'GET /metrics': 'anybody',
  'GET /api/v1/openapi.json': 'anybody',
  'GET /sign-in': 'anybody',
  'GET /sign-in/start': 'anybody',
  'GET /sign-in/callback': 'anybody',
  'POST /sign-out': 'anybody',
  'GET /demonstration-provider/interaction/:interaction': 'anybody',
  'POST /demonstration-provider/interaction/:interaction': 'anybody',
  'GET /demonstration-provider/*': 'anybody',
  'POST /demonstration-provider/*': 'anybody',

  'GET /': { as: 'ctnm-officer', answers: 200, leaves: 'home.viewed', about: [mine] },
  'GET /sessions': { as: 'auditor', answers: 200, leaves: 'session.listed' },
  'POST /sessions/:session/end': {
    as: 'data-steward',
    at: `/sessions/${session}/end`,
    answers: 303,
    leaves: 'session.ended',
    hidden: { from: 'data-steward', at: `/sessions/${sessionElsewhere}/end` },
  },
  'POST /session/extension': { as: 'auditor', answers: 303, leaves: 'session.extended' },
  'GET /role': { as: 'data-steward', answers: 200, leaves: 'role.listed' },
  'POST /role': { as: 'data-steward', send: { role: otherRole }, answers: 303, leaves: 'role.worn', notFor: 'auditor' },
  'GET /api/v1/me': { as: 'ctnm-officer', answers: 200, leaves: 'session.viewed' },

  'GET /tasks': { as: 'ctnm-officer', answers: 200, leaves: 'tasks.listed', about: [mine] },
  'POST /tasks/:task/done': {
    as: 'ctnm-officer',
    at: `/tasks/${taskToSee}/done`,
    answers: 303,
    leaves: 'task.done',
    about: [mine],
    hidden: { from: 'ctnm-officer', at: `/tasks/${hiddenTask}/done` },
  },
  'GET /api/v1/tasks': { as: 'ctnm-officer', answers: 200, leaves: 'tasks.listed', about: [mine] },
  'POST /api/v1/tasks/:task/done': {
    as: 'ctnm-officer',
    at: `/api/v1/tasks/${taskForProgram}/done`,
    answers: 200,
    leaves: 'task.done',
    about: [mine],
    hidden: { from: 'ctnm-officer', at: `/api/v1/tasks/${hiddenTask}/done` },
  },

  ...partnerRules(),
  ...managerRules(),
  ...coverRules(),
  ...wallRules(),
  'GET /address-check': { as: 'control-room', answers: 200, leaves: 'address-check.begun', notFor: 'ctnm-officer' },
  'POST /address-check': {
    as: 'control-room',
    send: addressChecked,
    answers: 200,
    leaves: 'address.checked',
    about: [attended],
    notFor: 'ctnm-supervisor',
  },
  'POST /api/v1/address-checks': {
    as: 'control-room',
    send: addressChecked,
    answers: 200,
    leaves: 'address.checked',
    about: [attended],
    notFor: 'force-officer',
  },

  ...(await noticeRules('')),
  ...(await compartmentRules('')),
  ...(await compartmentRules('/api/v1')),
  ...(await noticeRules('/api/v1')),
  ...(await sealingRules('')),
  ...(await sealingRules('/api/v1')),

  'GET /inspections': { as: 'inspector', answers: 200, leaves: 'inspections.listed', notFor: 'ctnm-officer' },
  'GET /inspections/new': {
    as: 'ctnm-supervisor',
    answers: 200,
    leaves: 'inspection.begun',
    notFor: 'inspector',
  },
  'POST /inspections/new': {
    as: 'ctnm-supervisor',
    send: windowAsked,
    answers: 303,
    leaves: 'inspection.opened',
    about: [mine],
    notFor: 'inspector',
  },
  'GET /inspections/:inspection': {
    as: 'inspector',
    at: `/inspections/${inspection}`,
    answers: 200,
    leaves: 'inspection.viewed',
    about: [mine],
    notFor: 'ctnm-officer',
  },
  'POST /inspections/:inspection/closing': {
    as: 'ctnm-supervisor',
    at: `/inspections/${await windowOf(mine)}/closing`,
    answers: 303,
    leaves: 'inspection.closed',
    about: [mine],
    notFor: 'inspector',
  },
  'GET /inspections/:inspection/nominals/:nominal': {
    as: 'inspector',
    at: `/inspections/${inspection}/nominals/${mine}`,
    answers: 200,
    leaves: 'inspection.record-viewed',
    about: [mine],
    notFor: 'ctnm-supervisor',
    hidden: { from: 'inspector', at: `/inspections/${inspectionHidden}/nominals/${closedToInspector}` },
  },
  'GET /api/v1/inspections': { as: 'inspector', answers: 200, leaves: 'inspections.listed', notFor: 'force-officer' },
  'POST /api/v1/inspections': {
    as: 'ctnm-supervisor',
    send: { ...windowAsked, sample: [windowAsked.sample], inspectors: [windowAsked.inspectors] },
    answers: 201,
    leaves: 'inspection.opened',
    about: [mine],
    notFor: 'inspector',
  },
  'GET /api/v1/inspections/:inspection': {
    as: 'inspector',
    at: `/api/v1/inspections/${inspectionByProgram}`,
    answers: 200,
    leaves: 'inspection.viewed',
    about: [mine],
    notFor: 'ctnm-officer',
  },
  'POST /api/v1/inspections/:inspection/closing': {
    as: 'ctnm-supervisor',
    at: `/api/v1/inspections/${await windowOf(mine)}/closing`,
    send: { why: 'It is over' },
    answers: 200,
    leaves: 'inspection.closed',
    about: [mine],
    notFor: 'inspector',
  },
  'GET /api/v1/inspections/:inspection/nominals/:nominal': {
    as: 'inspector',
    at: `/api/v1/inspections/${inspectionByProgram}/nominals/${mine}`,
    answers: 200,
    leaves: 'inspection.record-viewed',
    about: [mine],
    notFor: 'ctnm-supervisor',
    hidden: { from: 'inspector', at: `/api/v1/inspections/${inspectionHidden}/nominals/${closedToInspector}` },
  },

  'GET /local-contacts': { as: 'administrator', answers: 200, leaves: 'local-contacts.listed' },
  'POST /local-contacts': {
    as: 'administrator',
    send: { force: westMercia, place: 'contact', officer: forceContact },
    answers: 303,
    leaves: 'local-contact.named',
    notFor: 'force-officer',
  },
  'GET /api/v1/local-contacts': { as: 'force-contact', answers: 200, leaves: 'local-contacts.listed' },
  'POST /api/v1/local-contacts': {
    as: 'administrator',
    send: { force: westMercia, place: 'contact', officer: forceContact },
    answers: 200,
    leaves: 'local-contact.named',
    notFor: 'ctnm-officer',
  },
  'GET /local-arrivals': {
    as: 'force-contact',
    answers: 200,
    leaves: 'local-arrivals.listed',
    about: [lives, livesByProgram],
    notFor: 'ctnm-officer',
  },
  'GET /api/v1/local-arrivals': {
    as: 'force-contact',
    answers: 200,
    leaves: 'local-arrivals.listed',
    about: [lives, livesByProgram],
    notFor: 'ctnm-officer',
  },
  ...Object.fromEntries(
    (
      [
        ['GET /local-arrivals/:arrival', '', 200, 'local-arrival.viewed', null],
        ['POST /local-arrivals/:arrival/acknowledgement', '/acknowledgement', 303, 'local-arrival.acknowledged', {}],
        ['POST /local-arrivals/:arrival/tellings', '/tellings', 303, 'local-arrival.told', telling],
        ['GET /api/v1/local-arrivals/:arrival', '', 200, 'local-arrival.viewed', null],
        [
          'POST /api/v1/local-arrivals/:arrival/acknowledgement',
          '/acknowledgement',
          200,
          'local-arrival.acknowledged',
          {},
        ],
        ['POST /api/v1/local-arrivals/:arrival/tellings', '/tellings', 200, 'local-arrival.told', telling],
      ] as const
    ).map(([route, path, answers, leaves, send]): [string, Rule] => {
      const byProgram = route.includes('/api/')
      const at = (id: string) => `${byProgram ? '/api/v1' : ''}/local-arrivals/${id}${path}`
      return [
        route,
        {
          as: 'force-contact',
          at: at(byProgram ? arrivalByProgram : arrival),
          answers,
          leaves,
          about: [byProgram ? livesByProgram : lives],
          notFor: 'ctnm-officer',
          hidden: { from: 'force-contact', at: at(arrivalHidden) },
          ...(send === null ? {} : { send }),
        },
      ]
    }),
  ),

  'GET /desks': { as: 'auditor', answers: 200, leaves: 'desks.listed' },
  'GET /desks/:unit': {
    as: 'control-room',
    at: `/desks/${receiver}`,
    answers: 200,
    leaves: 'desk.viewed',
  },
  'POST /desks/:unit': {
    as: 'ctnm-supervisor',
    at: `/desks/${ownUnit}`,
    send: { open: 'always' },
    answers: 303,
    leaves: 'desk.kept',
    notFor: 'ctnm-officer',
  },
  'POST /desks/:unit/tests': {
    as: 'ctnm-supervisor',
    at: `/desks/${ownUnit}/tests`,
    send: { answered: 'yes' },
    answers: 303,
    leaves: 'desk.tested',
    notFor: 'force-officer',
  },
  'GET /api/v1/desks': { as: 'administrator', answers: 200, leaves: 'desks.listed' },
  'GET /api/v1/desks/:unit': {
    as: 'inspector',
    at: `/api/v1/desks/${receiver}`,
    answers: 200,
    leaves: 'desk.viewed',
  },
  'GET /transfers': { as: 'ctnm-officer', answers: 200, leaves: 'transfers.listed' },
  'GET /transfers/new': {
    as: 'ctnm-officer',
    answers: 200,
    leaves: 'transfer.begun',
    about: [mine],
    notFor: 'auditor',
  },
  'POST /transfers/new': {
    as: 'ctnm-supervisor',
    send: { ...transferAsked, people: toHandOn },
    answers: 303,
    leaves: 'transfer.asked',
    about: [toHandOn],
    notFor: 'force-contact',
  },
  'GET /nominals/:nominal/transfer': {
    as: 'ctnm-officer',
    at: `/nominals/${mine}/transfer`,
    answers: 200,
    leaves: 'transfer.begun',
    about: [mine],
    notFor: 'auditor',
    hidden: { from: 'ctnm-officer', at: `/nominals/${hidden}/transfer` },
  },
  'POST /nominals/:nominal/transfer': {
    as: 'ctnm-officer',
    at: `/nominals/${mine}/transfer`,
    send: { ...transferAsked, people: mine },
    answers: 303,
    leaves: 'transfer.asked',
    about: [mine],
    notFor: 'force-contact',
    hidden: { from: 'ctnm-officer', at: `/nominals/${hidden}/transfer` },
  },
  'GET /transfers/:transfer': {
    as: 'ctnm-officer',
    at: `/transfers/${transfer}`,
    answers: 200,
    leaves: 'transfer.viewed',
    about: [handed],
    notFor: 'auditor',
    hidden: { from: 'ctnm-officer', at: `/transfers/${hiddenTransfer}` },
  },
  'POST /transfers/:transfer': {
    as: 'ctnm-officer',
    at: `/transfers/${transfer}`,
    send: { answer: 'withdrawn', people: handed },
    answers: 303,
    leaves: 'transfer.withdrawn',
    about: [handed],
    notFor: 'control-room',
    hidden: { from: 'ctnm-officer', at: `/transfers/${hiddenTransfer}` },
  },
  'GET /api/v1/transfers': { as: 'ctnm-officer', answers: 200, leaves: 'transfers.listed' },
  'POST /api/v1/transfers': {
    as: 'ctnm-supervisor',
    send: { ...transferAsked, people: [toHandOnByProgram] },
    answers: 201,
    leaves: 'transfer.asked',
    about: [toHandOnByProgram],
    notFor: 'data-steward',
  },
  'GET /api/v1/transfers/:transfer': {
    as: 'ctnm-officer',
    at: `/api/v1/transfers/${transferByProgram}`,
    answers: 200,
    leaves: 'transfer.viewed',
    about: [handedByProgram],
    notFor: 'inspector',
    hidden: { from: 'ctnm-officer', at: `/api/v1/transfers/${hiddenTransfer}` },
  },
  'POST /api/v1/transfers/:transfer/answers': {
    as: 'ctnm-officer',
    at: `/api/v1/transfers/${transferByProgram}/answers`,
    send: { answer: 'withdrawn', people: [handedByProgram] },
    answers: 200,
    leaves: 'transfer.withdrawn',
    about: [handedByProgram],
    notFor: 'pcc-reader',
    hidden: { from: 'ctnm-officer', at: `/api/v1/transfers/${hiddenTransfer}/answers` },
  },
  'GET /nominals/:nominal/emergency-access': {
    as: inNorthWest,
    at: `/nominals/${seenThere}/emergency-access`,
    answers: 200,
    leaves: 'emergency-access.form-viewed',
    about: [seenThere],
    notFor: 'data-steward',
    hidden: { from: 'ctnm-officer', at: `/nominals/${hidden}/emergency-access` },
  },
  'POST /nominals/:nominal/emergency-access': {
    as: inNorthWest,
    at: `/nominals/${seenThere}/emergency-access`,
    send: { code: 'attending', reason: 'Two officers are there' },
    answers: 303,
    leaves: 'emergency-access.opened',
    about: [seenThere],
    notFor: 'ctnm-supervisor',
    hidden: { from: 'ctnm-officer', at: `/nominals/${hidden}/emergency-access` },
  },
  'GET /emergency-access/:emergency': {
    as: inNorthWest,
    at: `/emergency-access/${emergencies.open}`,
    answers: 200,
    leaves: 'emergency-access.used',
    about: [mine],
    notFor: 'data-steward',
    hidden: { from: 'ctnm-officer', at: `/emergency-access/${emergencies.hidden}` },
  },
  'POST /emergency-access/:emergency/end': {
    as: inNorthWest,
    at: `/emergency-access/${emergencies.open}/end`,
    send: { why: 'They have left' },
    answers: 303,
    leaves: 'emergency-access.ended',
    about: [mine],
    hidden: { from: 'ctnm-officer', at: `/emergency-access/${emergencies.hidden}/end` },
  },
  'POST /emergency-access/:emergency/review': {
    as: 'auditor',
    at: `/emergency-access/${emergencies.over}/review`,
    send: { outcome: 'justified', words: 'Two officers were there' },
    answers: 303,
    leaves: 'emergency-access.reviewed',
    about: [mine],
    notFor: inNorthWest,
    hidden: { from: 'ctnm-officer', at: `/emergency-access/${emergencies.hidden}/review` },
  },
  'GET /api/v1/emergency-access/:id': {
    as: inNorthWest,
    at: `/api/v1/emergency-access/${emergencies.openForProgram}`,
    answers: 200,
    leaves: 'emergency-access.used',
    about: [mine],
    hidden: { from: 'ctnm-officer', at: `/api/v1/emergency-access/${emergencies.hidden}` },
  },
  'POST /api/v1/emergency-access/:id/end': {
    as: inNorthWest,
    at: `/api/v1/emergency-access/${emergencies.openForProgram}/end`,
    send: { why: 'They have left' },
    answers: 200,
    leaves: 'emergency-access.ended',
    about: [mine],
    hidden: { from: 'ctnm-officer', at: `/api/v1/emergency-access/${emergencies.hidden}/end` },
  },
  'POST /api/v1/emergency-access/:id/review': {
    as: 'auditor',
    at: `/api/v1/emergency-access/${emergencies.overForProgram}/review`,
    send: { outcome: 'justified', words: 'Two officers were there' },
    answers: 200,
    leaves: 'emergency-access.reviewed',
    about: [mine],
    hidden: { from: 'ctnm-officer', at: `/api/v1/emergency-access/${emergencies.hidden}/review` },
  },
  ...instructionRules(''),
  ...instructionRules('/api/v1'),
  ...(await pairRules('')),
  ...(await pairRules('/api/v1')),
  'GET /nominals/:nominal/access-requests': {
    as: inNorthWest,
    at: `/nominals/${seenThere}/access-requests`,
    answers: 200,
    leaves: 'access-requests.listed',
    about: [seenThere],
    hidden: { from: 'ctnm-officer', at: `/nominals/${hidden}/access-requests` },
  },
  'POST /nominals/:nominal/access-requests': {
    as: inNorthWest,
    at: `/nominals/${seenThere}/access-requests`,
    send: { purpose: 'A joint visit with housing' },
    answers: 303,
    leaves: 'access.asked',
    about: [seenThere],
    notFor: 'ctnm-supervisor',
    hidden: { from: 'ctnm-officer', at: `/nominals/${hidden}/access-requests` },
  },
  'GET /nominals/:nominal/access-requests/:request': {
    as: 'ctnm-supervisor',
    at: `/nominals/${mine}/access-requests/${requests.read}`,
    answers: 200,
    leaves: 'access-request.viewed',
    about: [mine],
    notFor: inNorthWest,
    hidden: { from: 'ctnm-officer', at: `/nominals/${hidden}/access-requests/${requests.hidden}` },
  },
  'POST /nominals/:nominal/access-requests/:request': {
    as: 'ctnm-supervisor',
    at: `/nominals/${mine}/access-requests/${requests.answered}`,
    send: { answer: 'refused', words: 'Ring us', until: '' },
    answers: 303,
    leaves: 'access.refused',
    about: [mine],
    notFor: 'ctnm-officer',
    hidden: { from: 'ctnm-officer', at: `/nominals/${hidden}/access-requests/${requests.hidden}` },
  },
  'POST /nominals/:nominal/access-requests/:request/withdraw': {
    as: inNorthWest,
    at: `/nominals/${mine}/access-requests/${requests.withdrawn}/withdraw`,
    answers: 303,
    leaves: 'access-request.withdrawn',
    about: [mine],
    notFor: 'ctnm-supervisor',
    hidden: { from: 'ctnm-officer', at: `/nominals/${hidden}/access-requests/${requests.hidden}/withdraw` },
  },
  'GET /api/v1/nominals/:id/access-requests': {
    as: inNorthWest,
    at: `/api/v1/nominals/${mine}/access-requests`,
    answers: 200,
    leaves: 'access-requests.listed',
    about: [mine],
    hidden: { from: 'ctnm-officer', at: `/api/v1/nominals/${hidden}/access-requests` },
  },
  'POST /api/v1/nominals/:id/access-requests': {
    as: 'prison-officer',
    at: `/api/v1/nominals/${seenThere}/access-requests`,
    send: { purpose: 'A joint visit with housing' },
    answers: 201,
    leaves: 'access.asked',
    about: [seenThere],
    notFor: 'ctnm-supervisor',
    hidden: { from: 'ctnm-officer', at: `/api/v1/nominals/${hidden}/access-requests` },
  },
  'POST /api/v1/nominals/:id/access-requests/:request/answer': {
    as: 'ctnm-supervisor',
    at: `/api/v1/nominals/${mine}/access-requests/${requests.answeredByProgram}/answer`,
    send: { answer: 'refused', words: 'Ring us' },
    answers: 200,
    leaves: 'access.refused',
    about: [mine],
    hidden: { from: 'ctnm-officer', at: `/api/v1/nominals/${hidden}/access-requests/${requests.hidden}/answer` },
  },
  'POST /api/v1/nominals/:id/access-requests/:request/withdraw': {
    as: inNorthWest,
    at: `/api/v1/nominals/${mine}/access-requests/${requests.withdrawnByProgram}/withdraw`,
    answers: 200,
    leaves: 'access-request.withdrawn',
    about: [mine],
    hidden: { from: 'ctnm-officer', at: `/api/v1/nominals/${hidden}/access-requests/${requests.hidden}/withdraw` },
  },

  'POST /drafts': {
    as: 'ctnm-officer',
    send: { formAt: '/elsewhere', formAction: '/elsewhere', language: 'Welsh' },
    answers: 204,
    leaves: 'draft.kept',
  },
  'POST /drafts/:draft/removal': {
    as: 'ctnm-officer',
    at: `/drafts/${draft}/removal`,
    answers: 303,
    leaves: 'draft.removed',
    hidden: { from: 'ctnm-officer', at: `/drafts/${draftElsewhere}/removal` },
  },

  'GET /extracts': { as: 'data-steward', answers: 200, leaves: 'extracts.listed', notFor: 'ctnm-officer' },
  'POST /extracts': {
    as: 'data-steward',
    send: { name: 'Aliases' },
    files: { 'aliases.csv': aliases({ VISOR_REF: 'V50/0000001' }) },
    answers: 303,
    leaves: ['extract.offered', 'extract.begun'],
    notFor: 'administrator',
  },
  'GET /extracts/:extract': {
    as: 'data-steward',
    at: `/extracts/${extract.id}`,
    answers: 200,
    leaves: 'extract.viewed',
    notFor: 'auditor',
    hidden: { from: 'data-steward', at: `/extracts/${extractElsewhere.id}` },
  },
  'GET /extracts/:extract/refused.csv': {
    as: 'data-steward',
    at: `/extracts/${extract.id}/refused.csv`,
    answers: 200,
    leaves: 'refused-rows.taken',
    notFor: 'ctnm-supervisor',
    hidden: { from: 'data-steward', at: `/extracts/${extractElsewhere.id}/refused.csv` },
  },
  'POST /extracts/:extract/stop': {
    as: 'data-steward',
    at: `/extracts/${waiting.id}/stop`,
    answers: 303,
    leaves: 'extract.stopped',
    notFor: 'pcc-reader',
    hidden: { from: 'data-steward', at: `/extracts/${extractElsewhere.id}/stop` },
  },
  'POST /extracts/:extract/start': {
    as: 'data-steward',
    at: `/extracts/${waiting.id}/start`,
    answers: 303,
    leaves: 'extract.started',
    notFor: 'inspector',
    hidden: { from: 'data-steward', at: `/extracts/${extractElsewhere.id}/start` },
  },
  'GET /extracts/:extract/reconciliation': {
    as: 'data-steward',
    at: `/extracts/${extract.id}/reconciliation`,
    answers: 200,
    leaves: 'reconciliation.viewed',
    notFor: 'auditor',
    hidden: { from: 'data-steward', at: `/extracts/${extractElsewhere.id}/reconciliation` },
  },
  'POST /extracts/:extract/reconciliation/hold': {
    as: 'data-steward',
    at: `/extracts/${extract.id}/reconciliation/hold`,
    send: { holdWhy: 'Agreed with those who sent it' },
    answers: 303,
    leaves: 'staged-rows.held',
    notFor: 'pcc-reader',
    hidden: { from: 'data-steward', at: `/extracts/${extractElsewhere.id}/reconciliation/hold` },
  },
  'POST /extracts/:extract/reconciliation/lift': {
    as: 'data-steward',
    at: `/extracts/${extract.id}/reconciliation/lift`,
    send: { liftedWhy: 'Agreed with those who sent it' },
    answers: 303,
    leaves: 'staged-rows.hold-lifted',
    notFor: 'inspector',
    hidden: { from: 'data-steward', at: `/extracts/${extractElsewhere.id}/reconciliation/lift` },
  },
  'POST /extracts/:extract/reconciliation/sign': {
    as: 'data-steward',
    at: `/extracts/${extract.id}/reconciliation/sign`,
    send: { refusedWhy: 'Agreed with those who sent it' },
    answers: 303,
    leaves: 'reconciliation.signed',
    notFor: 'ctnm-officer',
    hidden: { from: 'data-steward', at: `/extracts/${extractElsewhere.id}/reconciliation/sign` },
  },
  'POST /extracts/:extract/reconciliation/withdraw': {
    as: 'data-steward',
    at: `/extracts/${extract.id}/reconciliation/withdraw`,
    send: { withdrawnWhy: 'Agreed with those who sent it' },
    answers: 303,
    leaves: 'reconciliation.withdrawn',
    notFor: 'ctnm-supervisor',
    hidden: { from: 'data-steward', at: `/extracts/${extractElsewhere.id}/reconciliation/withdraw` },
  },
  'GET /extracts/:extract/refused/:row': {
    as: 'data-steward',
    at: `/extracts/${extract.id}/refused/${extract.refused}`,
    answers: 200,
    leaves: 'extract-row.viewed',
    notFor: 'nsd-senior',
    hidden: { from: 'data-steward', at: `/extracts/${extractElsewhere.id}/refused/${extractElsewhere.refused}` },
  },
  'POST /extracts/:extract/refused/:row': {
    as: 'data-steward',
    at: `/extracts/${extract.id}/refused/${extract.refused}`,
    send: { version: '0', 'column-2': 'HOLLOWAY' },
    answers: 303,
    leaves: 'extract-row.corrected',
    notFor: 'control-room',
    hidden: { from: 'data-steward', at: `/extracts/${extractElsewhere.id}/refused/${extractElsewhere.refused}` },
  },

  'GET /search': {
    as: 'ctnm-officer',
    at: '/search?q=orrin+vesperlane',
    answers: 200,
    leaves: 'nominals.searched',
    about: [mine],
    notFor: 'auditor',
  },
  'GET /api/v1/nominals': {
    as: 'ctnm-officer',
    at: '/api/v1/nominals?q=orrin+vesperlane',
    answers: 200,
    leaves: 'nominals.searched',
    about: [mine],
    notFor: 'administrator',
  },
  'GET /due': { as: 'ctnm-officer', answers: 200, leaves: 'due.listed', about: [mine], notFor: 'auditor' },
  'GET /api/v1/due': { as: 'ctnm-officer', answers: 200, leaves: 'due.listed', about: [mine], notFor: 'control-room' },
  'GET /api/v1/caseload': {
    as: 'ctnm-officer',
    answers: 200,
    leaves: 'caseload.listed',
    about: [mine],
    notFor: 'data-steward',
  },
  'GET /nominals/new': { as: 'ctnm-officer', answers: 200, leaves: 'nominal.begun', notFor: 'mappa-coordinator' },
  'POST /nominals/new': {
    as: 'ctnm-officer',
    send: { 'names.0.given': 'Orrin', 'names.0.family': 'Vesperlane' },
    answers: 200,
    leaves: 'nominal.checked',
    about: [mine],
    notFor: 'reconciliation-desk',
  },
  'POST /api/v1/nominals': {
    as: 'prison-officer',
    send: {
      names: [{ given: 'Ambrose', family: 'Wyndlecote' }],
      basis: { kind: 'licence-or-order', counterTerrorism: false },
    },
    answers: 201,
    leaves: 'nominal.created',
    makes: true,
    notFor: 'data-steward',
  },
  'GET /nominals/:nominal': {
    as: 'ctnm-officer',
    at: `/nominals/${mine}`,
    answers: 200,
    leaves: 'nominal.viewed',
    about: [mine],
    notFor: 'auditor',
    hidden: { from: 'ctnm-officer', at: `/nominals/${hidden}` },
  },
  'GET /nominals/:nominal/files': {
    as: 'ctnm-officer',
    at: `/nominals/${mine}/files`,
    answers: 200,
    leaves: 'files.viewed',
    about: [mine],
    notFor: 'auditor',
    hidden: { from: 'ctnm-officer', at: `/nominals/${hidden}/files` },
  },
  'POST /nominals/:nominal/files': {
    as: 'ctnm-officer',
    at: `/nominals/${mine}/files`,
    send: fileSent,
    files: { 'note.txt': 'A note of a page' },
    filesAs: 'file',
    answers: 303,
    leaves: ['file.offered', 'file.added'],
    about: [mine],
    notFor: 'pcc-reader',
    hidden: { from: 'ctnm-officer', at: `/nominals/${hidden}/files` },
  },
  'GET /nominals/:nominal/files/:file/withdrawal': {
    as: 'ctnm-officer',
    at: `/nominals/${mine}/files/${photograph}/withdrawal`,
    answers: 200,
    leaves: 'file-withdrawal.opened',
    about: [mine],
    notFor: 'administrator',
    hidden: { from: 'ctnm-officer', at: `/nominals/${hidden}/files/${hiddenPhotograph}/withdrawal` },
  },
  'POST /nominals/:nominal/files/:file/withdrawal': {
    as: 'ctnm-officer',
    at: `/nominals/${mine}/files/${await aPhotographOf(mine, 'another')}/withdrawal`,
    send: { why: 'It shows somebody else' },
    answers: 303,
    leaves: 'file.withdrawn',
    about: [mine],
    notFor: 'auditor',
    hidden: { from: 'ctnm-officer', at: `/nominals/${hidden}/files/${hiddenPhotograph}/withdrawal` },
  },
  'POST /api/v1/nominals/:id/files/:file/withdrawal': {
    as: 'ctnm-officer',
    at: `/api/v1/nominals/${mine}/files/${await aPhotographOf(mine, 'a third')}/withdrawal`,
    send: { why: 'It shows somebody else' },
    answers: 200,
    leaves: 'file.withdrawn',
    about: [mine],
    notFor: 'auditor',
    hidden: { from: 'ctnm-officer', at: `/api/v1/nominals/${hidden}/files/${hiddenPhotograph}/withdrawal` },
  },
  'GET /nominals/:nominal/files/:file/correction': {
    as: 'ctnm-officer',
    at: `/nominals/${mine}/files/${photograph}/correction`,
    answers: 200,
    leaves: 'file-correction.opened',
    about: [mine],
    notFor: 'administrator',
    hidden: { from: 'ctnm-officer', at: `/nominals/${hidden}/files/${hiddenPhotograph}/correction` },
  },
  'POST /nominals/:nominal/files/:file/correction': {
    as: 'ctnm-officer',
    at: `/nominals/${mine}/files/${corrected}/correction`,
    send: { version: corrected, kind: 'document', description: 'A picture', marking: 'OFFICIAL', why: 'No face' },
    answers: 303,
    leaves: 'fact.corrected',
    about: [mine],
    notFor: 'auditor',
    hidden: { from: 'ctnm-officer', at: `/nominals/${hidden}/files/${hiddenPhotograph}/correction` },
  },
  'PUT /api/v1/nominals/:id/files/:file': {
    as: 'ctnm-officer',
    at: `/api/v1/nominals/${mine}/files/${correctedToo}`,
    send: { kind: 'document', description: 'A picture', marking: 'OFFICIAL', why: 'No face' },
    headers: { 'if-match': `"${correctedToo}"` },
    answers: 200,
    leaves: 'fact.corrected',
    about: [mine],
    notFor: 'auditor',
    hidden: { from: 'ctnm-officer', at: `/api/v1/nominals/${hidden}/files/${hiddenPhotograph}` },
  },
  'GET /files/:file': {
    as: 'ctnm-officer',
    at: `/files/${photograph}`,
    answers: 200,
    leaves: 'file.viewed',
    about: [mine],
    notFor: 'data-protection-officer',
    hidden: { from: 'ctnm-officer', at: `/files/${hiddenPhotograph}` },
  },
  'GET /photographs/:file': {
    as: 'ctnm-officer',
    at: `/photographs/${photograph}`,
    answers: 200,
    leaves: 'file.viewed',
    about: [mine],
    notFor: 'administrator',
    hidden: { from: 'ctnm-officer', at: `/photographs/${hiddenPhotograph}` },
  },
  'GET /photographs/:file/small': {
    as: 'ctnm-officer',
    at: `/photographs/${photograph}/small`,
    answers: 200,
    leaves: 'file.viewed',
    about: [mine],
    notFor: 'control-room',
    hidden: { from: 'ctnm-officer', at: `/photographs/${hiddenPhotograph}/small` },
  },
  'GET /nominals/:nominal/facts/entry/:entry/files': {
    as: 'ctnm-officer',
    at: `/nominals/${mine}/facts/entry/${entry}/files`,
    answers: 200,
    leaves: 'attachments.viewed',
    about: [mine],
    notFor: 'auditor',
    hidden: { from: 'ctnm-officer', at: `/nominals/${hidden}/facts/entry/${hiddenEntry}/files` },
  },
  'POST /nominals/:nominal/facts/entry/:entry/files': {
    as: 'ctnm-officer',
    at: `/nominals/${mine}/facts/entry/${entry}/files`,
    send: { chosen: photograph },
    answers: 303,
    leaves: 'attachment.added',
    about: [mine],
    notFor: 'auditor',
    hidden: { from: 'ctnm-officer', at: `/nominals/${hidden}/facts/entry/${hiddenEntry}/files` },
  },
  'GET /nominals/:nominal/facts/entry/with-file': {
    as: 'ctnm-officer',
    at: `/nominals/${mine}/facts/entry/with-file`,
    answers: 200,
    leaves: 'nominal.viewed',
    about: [mine],
    notFor: 'pcc-reader',
    hidden: { from: 'ctnm-officer', at: `/nominals/${hidden}/facts/entry/with-file` },
  },
  'POST /nominals/:nominal/facts/entry/with-file': {
    as: 'ctnm-officer',
    at: `/nominals/${mine}/facts/entry/with-file`,
    send: {
      ...fileSent,
      kind: 'NOTE',
      fileKind: 'document',
      happenedAt: 'yesterday 1840',
      type: 'reported',
      words: 'He handed in a note.',
    },
    files: { 'with-entry.txt': 'A note that came with an entry' },
    filesAs: 'file',
    answers: 303,
    leaves: ['file.offered', 'file.added'],
    about: [mine],
    notFor: 'pcc-reader',
    hidden: { from: 'ctnm-officer', at: `/nominals/${hidden}/facts/entry/with-file` },
  },
  'POST /nominals/:nominal/facts/entry/:entry/files/new': {
    as: 'ctnm-officer',
    at: `/nominals/${mine}/facts/entry/${entry}/files/new`,
    send: fileSent,
    files: { 'note.txt': 'A note of an entry' },
    filesAs: 'file',
    answers: 303,
    leaves: ['file.offered', 'file.added'],
    about: [mine],
    notFor: 'pcc-reader',
    hidden: { from: 'ctnm-officer', at: `/nominals/${hidden}/facts/entry/${hiddenEntry}/files/new` },
  },
  'GET /nominals/:nominal/facts/entry/:entry/files/:attachment/removal': {
    as: 'ctnm-officer',
    at: `/nominals/${mine}/facts/entry/${entry}/files/${attachments.shown}/removal`,
    answers: 200,
    leaves: 'attachments.viewed',
    about: [mine],
    notFor: 'administrator',
    hidden: {
      from: 'ctnm-officer',
      at: `/nominals/${hidden}/facts/entry/${hiddenEntry}/files/${attachments.hidden}/removal`,
    },
  },
  'POST /nominals/:nominal/facts/entry/:entry/files/:attachment/removal': {
    as: 'ctnm-officer',
    at: `/nominals/${mine}/facts/entry/${entry}/files/${attachments.off}/removal`,
    send: { why: 'It belongs to another visit' },
    answers: 303,
    leaves: 'attachment.taken-off',
    about: [mine],
    notFor: 'auditor',
    hidden: {
      from: 'ctnm-officer',
      at: `/nominals/${hidden}/facts/entry/${hiddenEntry}/files/${attachments.hidden}/removal`,
    },
  },
  'POST /api/v1/nominals/:id/entries/:entry/files': {
    as: 'ctnm-officer',
    at: `/api/v1/nominals/${mine}/entries/${entryOfPrograms}/files`,
    send: { file: photograph },
    answers: 201,
    leaves: 'attachment.added',
    about: [mine],
    notFor: 'data-steward',
    hidden: { from: 'ctnm-officer', at: `/api/v1/nominals/${hidden}/entries/${hiddenEntry}/files` },
  },
  'POST /api/v1/nominals/:id/entries/:entry/files/:attachment/removal': {
    as: 'ctnm-officer',
    at: `/api/v1/nominals/${mine}/entries/${entry}/files/${attachments.offByProgram}/removal`,
    send: { why: 'It belongs to another visit' },
    answers: 200,
    leaves: 'attachment.taken-off',
    about: [mine],
    notFor: 'data-steward',
    hidden: {
      from: 'ctnm-officer',
      at: `/api/v1/nominals/${hidden}/entries/${hiddenEntry}/files/${attachments.hidden}/removal`,
    },
  },
  'GET /api/v1/nominals/:id/files': {
    as: 'ctnm-officer',
    at: `/api/v1/nominals/${mine}/files`,
    answers: 200,
    leaves: 'files.viewed',
    about: [mine],
    notFor: 'inspector',
    hidden: { from: 'ctnm-officer', at: `/api/v1/nominals/${hidden}/files` },
  },
  'POST /api/v1/nominals/:id/files': {
    as: 'ctnm-officer',
    at: `/api/v1/nominals/${mine}/files`,
    send: fileSent,
    files: { 'note.txt': 'A note of a program' },
    filesAs: 'file',
    answers: 201,
    leaves: ['file.offered', 'file.added'],
    about: [mine],
    notFor: 'data-steward',
    hidden: { from: 'ctnm-officer', at: `/api/v1/nominals/${hidden}/files` },
  },
  'GET /api/v1/files/:id/content': {
    as: 'ctnm-officer',
    at: `/api/v1/files/${photograph}/content?form=small`,
    answers: 200,
    leaves: 'file.viewed',
    about: [mine],
    notFor: 'ctnm-officer-elsewhere',
    hidden: { from: 'ctnm-officer', at: `/api/v1/files/${hiddenPhotograph}/content` },
  },
  'GET /api/v1/nominals/:id': {
    as: 'ctnm-officer',
    at: `/api/v1/nominals/${mine}`,
    answers: 200,
    leaves: 'nominal.viewed',
    about: [mine],
    notFor: 'control-room',
    hidden: { from: 'ctnm-officer', at: `/api/v1/nominals/${hidden}` },
  },
  'GET /nominals/:nominal/history': {
    as: 'ctnm-officer',
    at: `/nominals/${mine}/history`,
    answers: 200,
    leaves: 'history.viewed',
    about: [mine],
    notFor: 'auditor',
    hidden: { from: 'ctnm-officer', at: `/nominals/${hidden}/history` },
  },
  'GET /api/v1/nominals/:id/history': {
    as: 'ctnm-officer',
    at: `/api/v1/nominals/${mine}/history`,
    answers: 200,
    leaves: 'history.viewed',
    about: [mine],
    notFor: 'pcc-reader',
    hidden: { from: 'ctnm-officer', at: `/api/v1/nominals/${hidden}/history` },
  },
  'GET /nominals/:nominal/arrangement': {
    as: 'ctnm-officer',
    at: `/nominals/${mine}/arrangement`,
    answers: 200,
    leaves: 'nominal.viewed',
    about: [mine],
    notFor: 'data-steward',
    hidden: { from: 'ctnm-officer', at: `/nominals/${hidden}/arrangement` },
  },
  'POST /nominals/:nominal/arrangement': {
    as: 'ctnm-officer',
    at: `/nominals/${mine}/arrangement`,
    send: { area: 'none' },
    answers: 303,
    leaves: 'arrangement.stated',
    about: [mine],
    notFor: 'data-steward',
    hidden: { from: 'ctnm-officer', at: `/nominals/${hidden}/arrangement` },
  },
  'GET /nominals/:nominal/chronology': {
    as: 'ctnm-officer',
    at: `/nominals/${mine}/chronology?kind=VISIT&words=door`,
    answers: 200,
    leaves: 'chronology.viewed',
    about: [mine],
    notFor: 'auditor',
    hidden: { from: 'ctnm-officer', at: `/nominals/${hidden}/chronology?kind=VISIT` },
  },
  'GET /api/v1/nominals/:id/entries': {
    as: 'ctnm-officer',
    at: `/api/v1/nominals/${mine}/entries?from=2026-01-01`,
    answers: 200,
    leaves: 'chronology.viewed',
    about: [mine],
    notFor: 'pcc-reader',
    hidden: { from: 'ctnm-officer', at: `/api/v1/nominals/${hidden}/entries` },
  },
  'GET /api/v1/entry-kinds': { as: 'auditor', answers: 200, leaves: 'entry-kind.listed' },
  'GET /nominals/:nominal/print': {
    as: 'ctnm-officer',
    at: `/nominals/${mine}/print`,
    answers: 200,
    leaves: 'disclosures.viewed',
    about: [mine],
    notFor: 'data-steward',
    hidden: { from: 'ctnm-officer', at: `/nominals/${hidden}/print` },
  },
  'POST /nominals/:nominal/print': {
    as: 'ctnm-officer',
    at: `/nominals/${mine}/print`,
    send: disclosureAsked,
    answers: 303,
    leaves: 'nominal.disclosed',
    about: [mine],
    notFor: 'auditor',
    hidden: { from: 'ctnm-officer', at: `/nominals/${hidden}/print` },
  },
  'GET /nominals/:nominal/disclosures/:disclosure': {
    as: 'ctnm-officer',
    at: `/nominals/${mine}/disclosures/${disclosure}`,
    answers: 200,
    leaves: 'disclosure.viewed',
    about: [mine],
    notFor: 'inspector',
    hidden: { from: 'ctnm-officer', at: `/nominals/${hidden}/disclosures/${disclosure}` },
  },
  'POST /api/v1/nominals/:id/disclosures': {
    as: 'ctnm-officer',
    at: `/api/v1/nominals/${mine}/disclosures`,
    send: { ...disclosureAsked, parts: ['identity'] },
    answers: 201,
    leaves: 'nominal.disclosed',
    about: [mine],
    notFor: 'administrator',
    hidden: { from: 'ctnm-officer', at: `/api/v1/nominals/${hidden}/disclosures` },
  },
  'GET /api/v1/nominals/:id/disclosures': {
    as: 'ctnm-officer',
    at: `/api/v1/nominals/${mine}/disclosures`,
    answers: 200,
    leaves: 'disclosures.viewed',
    about: [mine],
    notFor: 'administrator',
    hidden: { from: 'ctnm-officer', at: `/api/v1/nominals/${hidden}/disclosures` },
  },
  'GET /api/v1/nominals/:id/disclosures/:disclosure': {
    as: 'ctnm-officer',
    at: `/api/v1/nominals/${mine}/disclosures/${disclosure}`,
    answers: 200,
    leaves: 'disclosure.viewed',
    about: [mine],
    notFor: 'inspector',
    hidden: { from: 'ctnm-officer', at: `/api/v1/nominals/${hidden}/disclosures/${disclosure}` },
  },
  'GET /api/v1/nominals/:id/arrangement': {
    as: 'ctnm-officer',
    at: `/api/v1/nominals/${mine}/arrangement`,
    answers: 200,
    leaves: 'nominal.viewed',
    about: [mine],
    notFor: 'data-steward',
    hidden: { from: 'ctnm-officer', at: `/api/v1/nominals/${hidden}/arrangement` },
  },
  'PUT /api/v1/nominals/:id/arrangement': {
    as: 'ctnm-officer',
    at: `/api/v1/nominals/${mine}/arrangement`,
    headers: { 'if-match': '"none"' },
    send: { area: 'none' },
    answers: 200,
    leaves: 'arrangement.stated',
    about: [mine],
    notFor: 'data-steward',
    hidden: { from: 'ctnm-officer', at: `/api/v1/nominals/${hidden}/arrangement` },
  },
  'DELETE /api/v1/nominals/:id/arrangement': {
    as: 'ctnm-officer',
    at: `/api/v1/nominals/${mine}/arrangement`,
    headers: { 'if-match': '"none"' },
    answers: 200,
    leaves: 'arrangement.stated',
    about: [mine],
    notFor: 'data-steward',
    hidden: { from: 'ctnm-officer', at: `/api/v1/nominals/${hidden}/arrangement` },
  },
  'GET /api/v1/fact-kinds': { as: 'auditor', answers: 200, leaves: 'fact-kind.listed' },
  ...factRules(),
  ...handoverRules(),
}

function coverRules(): Readonly<Record<string, Rule>> {
  const by = (leaves: string, answers: number, send?: Rule['send']): Rule => ({
    as: 'ctnm-officer',
    ...(send ? { send } : {}),
    answers,
    leaves,
    notFor: 'auditor',
  })
  const cover = { officer: covered.officer, covering: covered.name, role: 'safety-contact' }
  const extended = (answers: number, officer: string): Rule => ({
    as: 'ctnm-supervisor',
    send: {
      officer,
      lastDay: Temporal.Now.plainDateISO('Europe/London').add({ days: 20 }).toString(),
      why: 'The course of November was cancelled',
    },
    answers,
    leaves: 'training.extended',
    notFor: 'ctnm-officer',
  })
  const away = { absent: covered.officer, kind: 'leave' }
  return {
    'GET /cover': by('cover.listed', 200),
    'GET /api/v1/cover': by('cover.listed', 200),
    'POST /cover': by('cover.kept', 303, { ...cover, from: '2026-12-01', to: '2026-12-02' }),
    'POST /api/v1/cover': by('cover.kept', 200, { ...cover, from: '2026-12-03', to: '2026-12-04' }),
    'POST /cover/absences': by('absence.kept', 303, { ...away, since: '2031-12-01', until: '2031-12-02' }),
    'POST /api/v1/cover/absences': by('absence.kept', 200, { ...away, since: '2031-12-03', until: '2031-12-04' }),
    'GET /training': { as: 'ctnm-supervisor', answers: 200, leaves: 'training.listed', notFor: 'ctnm-officer' },
    'GET /api/v1/training': { as: 'ctnm-supervisor', answers: 200, leaves: 'training.listed', notFor: 'ctnm-officer' },
    'POST /training/extensions': extended(303, ending.page),
    'POST /api/v1/training/extensions': extended(200, ending.program),
    'POST /cover/end': by('cover.ended', 303, { ending: covered.page }),
    'POST /api/v1/cover/end': by('cover.ended', 200, { ending: covered.program }),
  }
}

function managerRules(): Readonly<Record<string, Rule>> {
  const by = (at: (nominal: string) => string, answers: number, send?: Rule['send']): Rule => ({
    as: 'ctnm-supervisor',
    at: at(mine),
    ...(send ? { send } : {}),
    answers,
    leaves: send ? 'record-manager.named' : 'record-manager.viewed',
    about: [mine],
    notFor: 'auditor',
    hidden: { from: 'ctnm-officer', at: at(hidden) },
  })
  const [page, api] = [(n: string) => `/nominals/${n}/manager`, (n: string) => `/api/v1/nominals/${n}/manager`]
  return {
    'GET /nominals/:nominal/manager': by(page, 200),
    'POST /nominals/:nominal/manager': by(page, 303, { officer: colleagueOfMine }),
    'PUT /api/v1/nominals/:id/manager': by(api, 200, { officer: covered.officer }),
  }
}

function partnerRules(): Readonly<Record<string, Rule>> {
  const [page, api] = ['/nominals/:nominal/partners', '/api/v1/nominals/:id/partners']
  const by = (at: (nominal: string) => string, leaves: string, answers: number, send?: Rule['send']): Rule => ({
    as: 'ctnm-officer',
    at: at(mine),
    ...(send ? { send } : {}),
    answers,
    leaves,
    about: [mine],
    notFor: 'auditor',
    hidden: { from: 'ctnm-officer', at: at(hidden) },
  })
  const joins = { unit: receiver, access: 'read', until: '2027-03-31', why: 'Supervises the licence' }
  return {
    [`GET ${page}`]: by(n => `/nominals/${n}/partners`, 'partners.viewed', 200),
    [`POST ${page}`]: by(n => `/nominals/${n}/partners`, 'partner.joined', 303, joins),
    [`POST ${page}/end`]: by(n => `/nominals/${n}/partners/end`, 'partner.ended', 303, { partner: partners.page }),
    [`GET ${api}`]: by(n => `/api/v1/nominals/${n}/partners`, 'partners.viewed', 200),
    [`POST ${api}`]: by(n => `/api/v1/nominals/${n}/partners`, 'partner.joined', 200, { ...joins, unit: north }),
    [`POST ${api}/:partner/end`]: by(
      n => `/api/v1/nominals/${n}/partners/${partners.program}/end`,
      'partner.ended',
      200,
    ),
  }
}

function wallRules(): Readonly<Record<string, Rule>> {
  const [page, api] = ['/nominals/:nominal/need-to-know', '/api/v1/nominals/:id/need-to-know']
  const by = (
    leaves: string,
    answers: number,
    nominal: string,
    at: (n: string) => string,
    send?: Rule['send'],
  ): Rule => ({
    as: 'ctnm-supervisor',
    at: at(nominal),
    ...(send ? { send } : {}),
    answers,
    leaves,
    about: [nominal],
    notFor: 'auditor',
    hidden: { from: 'ctnm-supervisor', at: at(hiddenFromSupervisor) },
  })
  const [partPage, partApi] = [
    '/nominals/:nominal/facts/:kind/:fact/need-to-know',
    '/api/v1/nominals/:id/facts/:kind/:fact/need-to-know',
  ]
  const partOnPage = (rest: string) => (part: string) => `/nominals/${parted}/facts/${part}/need-to-know${rest}`
  const partByProgram = (rest: string) => (part: string) =>
    `/api/v1/nominals/${parted}/facts/${part}/need-to-know${rest}`
  const byPart = (
    leaves: string,
    answers: number,
    kind: 'entry' | 'file',
    at: (part: string) => string,
    send?: Rule['send'],
  ): Rule => ({
    as: 'ctnm-supervisor',
    at: at(`${kind}/${parts[kind]}`),
    ...(send ? { send } : {}),
    answers,
    leaves,
    about: [parted],
    notFor: 'auditor',
    // (an entry that is hidden of a record that is seen: test/walls-of-parts.test.ts)
    hidden: { from: 'ctnm-supervisor', at: at(`${kind}/${parts[kind]}`).replace(parted, hiddenFromSupervisor) },
  })
  const onPage = (rest: string) => (n: string) => `/nominals/${n}/need-to-know${rest}`
  const byProgram = (rest: string) => (n: string) => `/api/v1/nominals/${n}/need-to-know${rest}`
  const list = {
    officers: 'DC Ruth Ashdown',
    shows: 'none',
    reason: 'A source would be known by it',
    until: '2027-03-31',
  }
  const excluded = { officer: 'PC Joanne Merrick', why: 'Was at school with the person', last: '' }
  const connection = { kind: 'family', words: 'My brother' }
  const ahead = { ...connection, called: 'Nobody Hereabouts', born: '1984-02-29' }
  const declares = (
    at: (n: string) => string,
    nominal: string,
    answers: number,
    leaves: string,
    send?: Rule['send'],
  ) => ({
    ...by(leaves, answers, nominal, at, send),
    as: 'ctnm-officer-elsewhere',
    hidden: { from: 'ctnm-officer', at: at(hidden) },
  })
  return {
    [`GET ${page}`]: by('walls.viewed', 200, walled, onPage('')),
    [`POST ${page}/restriction`]: by('restriction.set', 303, walled, onPage('/restriction'), list),
    [`POST ${page}/restriction/end`]: by('restriction.ended', 303, walled, onPage('/restriction/end'), {
      over: 'The operation is over',
    }),
    [`POST ${page}/exclusions`]: by('exclusion.set', 303, walled, onPage('/exclusions'), excluded),
    [`POST ${page}/exclusions/end`]: by('exclusion.ended', 303, walled, onPage('/exclusions/end'), {
      exclusion: exclusions.page,
      ending: 'It was somebody else of that name',
    }),
    [`GET ${api}`]: by('walls.viewed', 200, walledByProgram, byProgram('')),
    [`POST ${api}/restriction`]: by('restriction.set', 200, walledByProgram, byProgram('/restriction'), list),
    [`POST ${api}/restriction/end`]: by('restriction.ended', 200, walledByProgram, byProgram('/restriction/end'), {
      over: 'The operation is over',
    }),
    [`POST ${api}/exclusions`]: by('exclusion.set', 200, walledByProgram, byProgram('/exclusions'), excluded),
    [`POST ${api}/exclusions/:exclusion/end`]: by(
      'exclusion.ended',
      200,
      walledByProgram,
      byProgram(`/exclusions/${exclusions.program}/end`),
      { ending: 'It was somebody else of that name' },
    ),
    [`GET ${partPage}`]: byPart('walls.viewed', 200, 'entry', partOnPage('')),
    [`POST ${partPage}/restriction`]: byPart('restriction.set', 303, 'entry', partOnPage('/restriction'), list),
    [`POST ${partPage}/restriction/end`]: byPart('restriction.ended', 303, 'entry', partOnPage('/restriction/end'), {
      over: 'The operation is over',
    }),
    [`POST ${partPage}/exclusions`]: byPart('exclusion.set', 303, 'entry', partOnPage('/exclusions'), excluded),
    [`POST ${partPage}/exclusions/end`]: byPart('exclusion.ended', 303, 'entry', partOnPage('/exclusions/end'), {
      exclusion: partExclusions.page,
      ending: 'It was somebody else of that name',
    }),
    [`GET ${partApi}`]: byPart('walls.viewed', 200, 'file', partByProgram('')),
    [`POST ${partApi}/restriction`]: byPart('restriction.set', 200, 'file', partByProgram('/restriction'), list),
    [`POST ${partApi}/restriction/end`]: byPart('restriction.ended', 200, 'file', partByProgram('/restriction/end'), {
      over: 'The operation is over',
    }),
    [`POST ${partApi}/exclusions`]: byPart('exclusion.set', 200, 'file', partByProgram('/exclusions'), excluded),
    [`POST ${partApi}/exclusions/:exclusion/end`]: byPart(
      'exclusion.ended',
      200,
      'file',
      partByProgram(`/exclusions/${partExclusions.program}/end`),
      { ending: 'It was somebody else of that name' },
    ),
    'GET /nominals/:nominal/declaration': declares(
      n => `/nominals/${n}/declaration`,
      declared,
      200,
      'declaration.begun',
    ),
    'POST /nominals/:nominal/declaration': declares(
      n => `/nominals/${n}/declaration`,
      declared,
      303,
      'connection.declared',
      connection,
    ),
    'POST /api/v1/nominals/:id/declaration': {
      ...declares(n => `/api/v1/nominals/${n}/declaration`, declaredByProgram, 201, 'connection.declared', connection),
      shuts: true,
    },
    'GET /declarations': { as: 'force-officer', answers: 200, leaves: 'declarations.listed' },
    'POST /declarations': {
      as: 'force-officer',
      send: ahead,
      answers: 303,
      leaves: 'connection.declared-beforehand',
    },
    'GET /api/v1/declarations': { as: 'force-officer', answers: 200, leaves: 'declarations.listed' },
    'POST /api/v1/declarations': {
      as: 'force-officer',
      send: ahead,
      answers: 201,
      leaves: 'connection.declared-beforehand',
    },
  }
}

function factRules(): Readonly<Record<string, Rule>> {
  const about = [mine]
  const [page, api] = ['/nominals/:nominal/facts/:kind', '/api/v1/nominals/:id/facts/:kind']
  const at = (nominal: string, rest: string) => `/nominals/${nominal}/facts/${rest}`
  const rule = (
    rest: string,
    elsewhere: string,
    more: Omit<Rule, 'as' | 'at' | 'about' | 'hidden' | 'notFor'>,
  ): Rule => ({
    as: 'ctnm-officer',
    at: at(mine, rest),
    about,
    notFor: 'data-steward',
    hidden: { from: 'ctnm-officer', at: at(hidden, elsewhere) },
    ...more,
  })
  const byProgram = (
    rest: string,
    elsewhere: string,
    fact: string | null,
    more: Omit<Rule, 'as' | 'at' | 'about' | 'hidden' | 'notFor'>,
  ): Rule => {
    const plain = rule(rest, elsewhere, more)
    return {
      ...plain,
      at: `/api/v1${plain.at}`,
      hidden: { from: 'ctnm-officer', at: `/api/v1${plain.hidden!.at}` },
      ...(fact === null ? {} : { headers: { 'if-match': `"${fact}"` } }),
    }
  }
  const seen = { answers: 200, leaves: 'fact.viewed' } as const
  const words = { language: 'Welsh', interpreter: 'no' }
  return {
    [`GET ${page}/new`]: rule('language/new', 'language/new', { answers: 200, leaves: 'nominal.viewed' }),
    [`POST ${page}`]: rule('language', 'language', { send: words, answers: 303, leaves: 'fact.added' }),
    [`GET ${page}/:fact`]: rule(`language/${facts.read}`, `language/${facts.hidden}`, seen),
    [`GET ${page}/:fact/correction`]: rule(
      `language/${facts.read}/correction`,
      `language/${facts.hidden}/correction`,
      seen,
    ),
    [`POST ${page}/:fact/correction`]: rule(
      `language/${facts.corrected}/correction`,
      `language/${facts.hidden}/correction`,
      {
        send: { ...words, version: facts.corrected },
        answers: 303,
        leaves: 'fact.corrected',
      },
    ),
    [`GET ${page}/:fact/end`]: rule(`marker/${facts.marker}/end`, `marker/${facts.hiddenMarker}/end`, seen),
    [`POST ${page}/:fact/end`]: rule(`marker/${facts.ended}/end`, `marker/${facts.hiddenMarker}/end`, {
      send: { to: '1 1 2026', version: facts.ended },
      answers: 303,
      leaves: 'fact.ended',
    }),
    [`GET ${page}/:fact/withdrawal`]: rule(
      `language/${facts.read}/withdrawal`,
      `language/${facts.hidden}/withdrawal`,
      seen,
    ),
    [`POST ${page}/:fact/withdrawal`]: rule(
      `language/${facts.withdrawn}/withdrawal`,
      `language/${facts.hidden}/withdrawal`,
      {
        send: { why: 'Somebody else', version: facts.withdrawn },
        answers: 303,
        leaves: 'fact.withdrawn',
      },
    ),
    [`POST ${page}/:fact/approval`]: {
      ...rule(`marker/${facts.marker}/approval`, `marker/${facts.hiddenMarker}/approval`, {
        answers: 303,
        leaves: 'marker.approved',
      }),
      as: 'ctnm-supervisor',
      notFor: 'ctnm-officer',
    },
    [`POST ${page}/:fact/decision`]: {
      ...rule(`marker/${facts.refused}/decision`, `marker/${facts.hiddenMarker}/decision`, {
        send: { outcome: 'not approved', why: 'Nobody was hurt' },
        answers: 303,
        leaves: 'marker.refused',
      }),
      as: 'ctnm-supervisor',
      notFor: 'ctnm-officer',
    },
    'POST /api/v1/nominals/:id/facts/marker/:fact/approval': {
      ...byProgram(
        `marker/${facts.markerByProgram}/approval`,
        `marker/${facts.hiddenMarker}/approval`,
        facts.markerByProgram,
        { send: {}, answers: 200, leaves: 'marker.approved' },
      ),
      as: 'ctnm-supervisor',
      notFor: 'ctnm-officer',
    },
    'POST /api/v1/nominals/:id/facts/marker/:fact/decision': {
      ...byProgram(
        `marker/${facts.refusedByProgram}/decision`,
        `marker/${facts.hiddenMarker}/decision`,
        facts.refusedByProgram,
        { send: { outcome: 'not approved', why: 'Nobody was hurt' }, answers: 200, leaves: 'marker.refused' },
      ),
      as: 'ctnm-supervisor',
      notFor: 'ctnm-officer',
    },
    [`POST ${api}`]: byProgram('language', 'language', null, { send: words, answers: 201, leaves: 'fact.added' }),
    [`GET ${api}/:fact`]: byProgram(`language/${facts.read}`, `language/${facts.hidden}`, null, seen),
    [`PUT ${api}/:fact`]: byProgram(
      `language/${facts.correctedByProgram}`,
      `language/${facts.hidden}`,
      facts.correctedByProgram,
      {
        send: words,
        answers: 200,
        leaves: 'fact.corrected',
      },
    ),
    [`POST ${api}/:fact/end`]: byProgram(
      `marker/${facts.endedByProgram}/end`,
      `marker/${facts.hiddenMarker}/end`,
      facts.endedByProgram,
      {
        send: { to: '2026-01-01' },
        answers: 200,
        leaves: 'fact.ended',
      },
    ),
    [`POST ${api}/:fact/withdrawal`]: byProgram(
      `language/${facts.withdrawnByProgram}/withdrawal`,
      `language/${facts.hidden}/withdrawal`,
      facts.withdrawnByProgram,
      {
        send: { why: 'Somebody else' },
        answers: 200,
        leaves: 'fact.withdrawn',
      },
    ),
  }
}

const registered = [
  ...new Set(app.routeList.filter(({ method }) => method !== 'HEAD').map(({ method, url }) => `${method} ${url}`)),
]
const ruled = Object.entries(routes).map(([route, rule]) => {
  const [method, url] = route.split(' ') as [string, string]
  return { route, method, url, rule, isApi: url.startsWith('/api/'), isSafe: method === 'GET' }
})
type Ruled = (typeof ruled)[number]

test('every registered route has its row in the table above, and every row its route', () =>
  assert.deepEqual(Object.keys(routes).sort(), registered.sort()))

const inParts = (fields: Record<string, string>, files: Readonly<Record<string, string>>, as = 'files'): FormData => {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  for (const [name, content] of Object.entries(files)) form.append(as, new Blob([content]), name)
  return form
}

type Ask = {
  readonly at?: string
  readonly token?: string
  readonly formToken?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Asks as a page's form does, or as a program does; with a token it is signed in. */
const ask = (
  { method, url, rule, isApi, isSafe }: Ruled,
  { at, token, formToken, headers = {} }: Ask,
): Promise<Response> => {
  const send = rule === 'anybody' ? {} : (rule.send ?? {})
  const files = rule === 'anybody' ? undefined : rule.files
  const givenToken = formToken === undefined ? {} : { formToken }
  const form = files
    ? inParts(send as Record<string, string>, files, rule === 'anybody' ? undefined : rule.filesAs)
    : new URLSearchParams({ ...(send as Record<string, string>), ...givenToken })
  const where = at ?? (rule === 'anybody' ? url : (rule.at ?? url))
  return fetch(address + where + (files ? `?${new URLSearchParams(givenToken).toString()}` : ''), {
    method,
    redirect: 'manual',
    headers: {
      ...(token === undefined
        ? {}
        : isApi
          ? { authorization: `Bearer ${token}` }
          : { cookie: `concord_session=${token}` }),
      ...(isApi && !isSafe && !files ? { 'content-type': 'application/json' } : { accept: 'text/html' }),
      ...(rule === 'anybody' ? {} : rule.headers),
      ...headers,
    },
    ...(isSafe ? {} : { body: isApi && !files ? JSON.stringify(send) : form }),
  })
}

type Entry = { readonly action: string; readonly outcome: string; readonly subjects: string[] }
const entriesOf = async (token: string): Promise<Entry[]> =>
  (
    await owner.query<Entry>(
      `select e.action, e.outcome, array(select s.nominal_id::text from audit_subject s where s.entry_id = e.id order by 1) as subjects
         from audit_entry e where e.session_id = (select id from session where token_hash = $1) and e.action <> 'session.begun' order by e.at, e.id`,
      [hashOfToken(token)],
    )
  ).rows

/** The same question asked a moment later is answered with another clock. */
const withoutTime = (page: string): string =>
  page.replaceAll(/\d{1,2}(:\d\d)?(am|pm)|midday|midnight/g, '').replaceAll(/data-seconds-left="\d+"/g, '')

const unknown = '0198c0de-0000-7000-8000-00000000dead'
const withParameters = (url: string, value: string): string => url.replaceAll(/:\w+/g, encodeURIComponent(value))

const methodsAt = (url: string): string[] =>
  app.routeList.filter(route => route.url === url).map(({ method }) => method)

for (const url of new Set(app.routeList.map(route => route.url)))
  test(`${url}: another method is told to be none, to everybody alike and whatever is there`, async () => {
    const allowed = methodsAt(url).toSorted()
    const rule = ruled.find(each => each.url === url && each.rule !== 'anybody')?.rule
    const { as = 'auditor', hidden, notFor = as } = rule === undefined || rule === 'anybody' ? {} : rule
    const places = [withParameters(url, unknown), ...(hidden ? [hidden.at] : [])].map(at => at.replace('*', 'x'))
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter(each => !allowed.includes(each))) {
      const told: string[] = []
      for (const at of places)
        for (const who of new Set([undefined, as, notFor])) {
          const token = who === undefined ? undefined : await signedInAs(who)
          const reply = await fetch(address + at, {
            method,
            redirect: 'manual',
            headers: token === undefined ? {} : { cookie: `concord_session=${token}` },
          })
          assert.equal(reply.status, 405, `${method} ${at}`)
          assert.deepEqual(reply.headers.get('allow')?.split(', '), allowed)
          told.push(withoutTime(await reply.text()))
          if (token !== undefined) assert.deepEqual(await entriesOf(token), [])
        }
      assert.equal(new Set(told).size, 1)
    }
  })

test('what is no address here takes no method', async () => {
  const token = await signedInAs('auditor')
  for (const method of ['GET', 'POST', 'DELETE']) {
    const reply = await fetch(`${address}/nothing-here`, { method, headers: { cookie: `concord_session=${token}` } })
    assert.deepEqual([reply.status, reply.headers.get('allow')], [404, null])
  }
})

for (const each of ruled) {
  const { route, method, rule, url, isApi, isSafe } = each
  if (rule === 'anybody') continue

  test(`${route}: who is not signed in is refused`, async () => {
    for (const token of [undefined, 'x'.repeat(43), 'nonsense'])
      for (const at of [undefined, withParameters(url, unknown), withParameters(url, 'nonsense')]) {
        const reply = await ask(each, {
          ...(at === undefined ? {} : { at }),
          ...(token === undefined ? {} : { token, formToken: formTokenOf(token) }),
        })
        assert.equal(reply.status, isApi ? 401 : 303)
        if (!isApi) assert.match(reply.headers.get('location')!, /^\/sign-in/)
      }
  })

  if (!isSafe && !isApi)
    test(`${route}: a form that came from elsewhere does nothing`, async () => {
      const token = await signedInAs(rule.as)
      const formToken = formTokenOf(token)
      for (const request of [{ token }, { token, formToken: formTokenOf(await signedInAs(rule.as)) }])
        assert.equal((await ask(each, request)).status, 403)
      for (const site of ['cross-site', 'same-site'])
        assert.equal((await ask(each, { token, formToken, headers: { 'sec-fetch-site': site } })).status, 403)
      assert.deepEqual(await entriesOf(token), [])
    })

  if (!isSafe && isApi)
    test(`${route}: a browser that another site makes send it is refused`, async () => {
      const token = await signedInAs(rule.as)
      const headers = { cookie: `concord_session=${token}` }
      assert.equal((await ask(each, { headers })).status, 403)
      assert.deepEqual(await entriesOf(token), [])
    })

  if (url.includes(':'))
    test(`${route}: what is not there is not there`, async () => {
      const token = await signedInAs(rule.as)
      for (const value of [unknown, 'nonsense', '0', `${unknown}0`, '../x', 'é', '\u0000', ' ']) {
        const reply = await ask(each, { at: withParameters(url, value), token, formToken: formTokenOf(token) })
        assert.equal(reply.status, 404, JSON.stringify(value))
      }
    })

  test(`${route}: who may, gets it, and the log has it`, async () => {
    const token = await signedInAs(rule.as)
    const isKeyed = isApi && method === 'POST'
    const headers = isKeyed ? { 'idempotency-key': `once-${url}` } : {}
    const reply = await ask(each, { token, formToken: formTokenOf(token), headers })
    const body = await reply.text()
    assert.equal(reply.status, rule.answers, body)
    assert.equal(reply.headers.get('cache-control'), 'no-store')
    // Every page about one person says first what is known to be dangerous; those elsewhere have these records as a contact, who are told no markers.
    if (route.startsWith('GET /nominals/:nominal') && rule.as !== 'ctnm-officer-elsewhere')
      assert.ok(/<section class="safety[^>]*aria-label="Markers">/.test(body), 'it has no markers at its top')
    const made = reply.headers.get('location')?.split('/').at(-1)
    const about = rule.makes === true ? [made!] : (rule.about ?? [])
    assert.deepEqual(
      await entriesOf(token),
      [rule.leaves].flat().map(action => ({ action, outcome: 'done', subjects: [...about].sort() })),
    )
    if (!isKeyed) return
    // Asked again with its key it is answered as it was, by no work of the route; and something else with that key is refused.
    const again = await ask(each, { token, formToken: formTokenOf(token), headers })
    if (rule.shuts === true) {
      assert.equal(again.status, 404)
      return
    }
    assert.deepEqual([again.status, await again.text()], [reply.status, body])
    assert.equal(again.headers.get('location'), reply.headers.get('location'))
    assert.equal(again.headers.get('idempotency-replayed'), 'true')
    const other = await ask(each, { token, headers, at: `${rule.at ?? url}?another=1` })
    assert.equal(other.status, 422)
    const [done, refused] = (await entriesOf(token)).slice([rule.leaves].flat().length)
    assert.deepEqual([done!.action, done!.outcome], ['answer.repeated', 'done'])
    assert.deepEqual([refused!.action, refused!.outcome], ['answer.repeated', 'refused'])
  })

  if (rule.notFor !== undefined)
    test(`${route}: another role may not, and the log has it`, async () => {
      const token = await signedInAs(rule.notFor!)
      const reply = await ask(each, { token, formToken: formTokenOf(token) })
      assert.ok([403, 404].includes(reply.status), String(reply.status))
      const [entry] = await entriesOf(token)
      assert.ok(entry && ['refused', 'absent'].includes(entry.outcome))
    })

  if (rule.hidden !== undefined)
    test(`${route}: what one may not know of is told like what is not there`, async () => {
      const { from, at } = rule.hidden!
      const token = await signedInAs(from)
      const formToken = formTokenOf(token)
      const told = async (where: string) => {
        const reply = await ask(each, { at: where, token, formToken })
        return [reply.status, withoutTime(await reply.text())] as const
      }
      const [hidden, absent] = [await told(at), await told(withParameters(url, unknown))]
      assert.equal(hidden[0], 404)
      assert.deepEqual(hidden, absent)
      const [first, second] = await entriesOf(token)
      assert.deepEqual([first!.action, first!.outcome], [second!.action, second!.outcome])
    })
}
