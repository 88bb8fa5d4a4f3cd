// The data steward's page, over HTTP: files come in, are loaded beside the serving, and refused rows are put right.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { hashOfToken } from '#platform'
import { activity, addresses, cases, markers, nominals, offenders } from './support/extract.ts'
import { demonstrationDatabase, startServer } from './support/server.ts'
import { formIn, visitor, type Visitor } from './support/visitor.ts'

const database = await demonstrationDatabase()
const lines: string[] = []
const server = await startServer(database, {}, lines, { loads: true })
const owner = new pg.Client(database.ownerUrl)
await owner.connect()
after(async () => {
  await owner.end()
  assert.deepEqual(
    lines.filter(line => /"level":[456]0/.test(line)),
    [],
  )
})

const rows = async <Row extends pg.QueryResultRow>(statement: string, ...values: unknown[]): Promise<Row[]> =>
  (await owner.query<Row>(statement, values)).rows

/** A data steward of the register, or of the unit whose role they change to. */
const stewardOf = async (unit: 'REGISTER-HOLD' | 'N43' | 'HEI', address = server.address): Promise<Visitor> => {
  const steward = visitor(address)
  await steward.signIn('data-steward')
  const [held] = await rows<{ id: string }>(
    `select r.id from role_held r join officer o on o.id = r.officer_id join unit u on u.id = r.unit_id
      where o.subject = 'data-steward' and u.code = $1`,
    unit,
  )
  await steward.post('/role', { role: held!.id })
  return steward
}
const [steward, probation, prison] = [await stewardOf('REGISTER-HOLD'), await stewardOf('N43'), await stewardOf('HEI')]

type Content = string | Uint8Array<ArrayBuffer>
const formOf = (name: string, files: Readonly<Record<string, Content>>): FormData => {
  const form = new FormData()
  form.append('name', name)
  for (const [called, content] of Object.entries(files))
    form.append('files', new Blob([content], { type: 'text/csv' }), called)
  return form
}

/** Brings files; answers with the extract's address. */
const bring = async (who: Visitor, name: string, files: Readonly<Record<string, Content>>): Promise<string> => {
  const reply = await who.upload('/extracts', formOf(name, files))
  assert.equal(reply.status, 303, await reply.text())
  return reply.headers.get('location')!
}
const idIn = (address: string): string => address.split('/')[2]!
const limitMs = 30_000
const loaded = async (address: string): Promise<void> => {
  const until = performance.now() + limitMs
  for (;;) {
    const [extract] = await rows<{ done: boolean }>(
      'select finished_at is not null as done from extract where id = $1',
      idIn(address),
    )
    if (extract!.done) return
    assert.ok(performance.now() < until, `${address} was not loaded`)
    await pause(50)
  }
}

/** The figures of a page's table, by file: rows read, taken in, refused. */
const figuresOn = (page: string): Readonly<Record<string, readonly number[]>> =>
  Object.fromEntries(
    [...page.matchAll(/<tr>\s*<th scope="row">([^<\n]+\.csv)[\s\S]*?<\/tr>/g)].map(([row, file]) => [
      file,
      [...row.matchAll(/class="number">([\d,]+)</g)].map(([, figure]) => Number(figure!.replaceAll(',', ''))),
    ]),
  )
const pageOf = async (who: Visitor, address: string): Promise<string> => {
  const reply = await who.get(address)
  assert.equal(reply.status, 200, await reply.clone().text())
  return reply.text()
}
const refusedLinks = (page: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...page.matchAll(/href="(\/extracts\/[^"]+\/refused\/[0-9a-f-]+)">([^<]+)</g)].map(([, href, words]) => [
      words!,
      href!,
    ]),
  )
/** What a page's form would send, as it stands. */
const fieldsOf = (page: string): Record<string, string> => {
  const { fields } = formIn(page, /\/refused\//)
  for (const [, name, value] of page.matchAll(/<input class="govuk-input[^>]*name="([^"]+)"[^>]*?value="([^"]*)"/g))
    fields[name!] = value!
  for (const [input] of page.matchAll(/<input class="govuk-input[^>]*>/g)) {
    const name = /name="([^"]+)"/.exec(input)![1]!
    fields[name] ??= ''
  }
  return fields
}
const errorsOn = (page: string): readonly string[] =>
  [...page.matchAll(/<li><a href="#[^"]*">([^<]*)<\/a><\/li>/g)].map(([, text]) => text!)

const reference = (number: number): string => `V30/${String(2_000_000 + number)}`
const nominalOf = async (key: string): Promise<string | undefined> =>
  (await rows<{ id: string }>('select nominal_id as id from extract_reference where key = $1', key))[0]?.id

test('three agencies’ stewards bring files: each sees the figures of their own, and the rows become one nominal', async () => {
  const register = await bring(steward, 'Register, 23 November', {
    'visor_nominals.csv': nominals(
      { VISOR_REF: reference(1), PNCID: '2002/0073319Z' },
      { VISOR_REF: reference(2), SURNAME: '' },
    ),
    'visor_addresses.csv': addresses({ VISOR_REF: reference(1) }, { VISOR_REF: reference(2) }),
  })
  await loaded(register)
  const cohort = await bring(probation, 'Cases', {
    'ndelius.csv': cases({ CRN: 'X100001', PNC_NUMBER: '02/73319Z', NOMS_NUMBER: 'A1001AA' }),
  })
  const custody = await bring(prison, 'Prisons', { 'nomis.csv': offenders({ NOMS_ID: 'A1001AA' }) })
  await loaded(cohort)
  await loaded(custody)

  const page = await pageOf(steward, register)
  assert.deepEqual(figuresOn(page), { 'visor_addresses.csv': [2, 1, 1], 'visor_nominals.csv': [2, 1, 1] })
  assert.match(page, /Every row that was read is accounted for\./)
  assert.match(page, /2 rows are refused\./)
  assert.deepEqual(Object.keys(refusedLinks(page)).toSorted(), [
    'visor_addresses.csv line 3',
    'visor_nominals.csv line 3',
  ])
  assert.deepEqual(figuresOn(await pageOf(probation, cohort)), { 'ndelius.csv': [1, 1, 0] })
  assert.deepEqual(figuresOn(await pageOf(prison, custody)), { 'nomis.csv': [1, 1, 0] })
  assert.equal(await nominalOf('X100001'), await nominalOf(reference(1)))
  assert.equal(await nominalOf('A1001AA'), await nominalOf(reference(1)))

  const list = await pageOf(steward, '/extracts')
  assert.match(list, /Register, 23 November/)
  assert.doesNotMatch(list, /Cases|Prisons</)
})

test('every column of a refused row can be put right; it is loaded, and with it the rows that waited for it', async () => {
  const address = await bring(steward, 'To be put right', {
    'visor_nominals.csv': nominals({ VISOR_REF: reference(10), SURNAME: '', DOB: '31/02/1980' }),
    'visor_markers.csv': markers({ VISOR_REF: reference(10) }),
    'visor_activity.csv': activity({ VISOR_REF: reference(10), TEXT: 'First line\nSecond “line”' }),
  })
  await loaded(address)
  const before = await pageOf(steward, address)
  assert.match(before, /3 rows are refused\./)
  const row = refusedLinks(before)['visor_nominals.csv line 2']!
  const form = await pageOf(steward, row)
  assert.match(form, /Surname missing/)

  // Wrong in another way: every reason at once, what was typed stands there, and nothing is kept.
  const fields = fieldsOf(form)
  assert.equal(fields['column-6'], '31/02/1980')
  const again = await steward.post(row, { ...fields, 'column-2': '', 'column-6': '30/02/1981', 'column-12': '99' })
  const page = await again.text()
  assert.equal(again.status, 422)
  assert.deepEqual(errorsOn(page), ['Surname missing', 'Date of birth is not a date', 'Unknown force'])
  assert.equal(fieldsOf(page)['column-6'], '30/02/1981')
  assert.equal(fieldsOf(page)['version'], '0')
  assert.deepEqual(await rows('select from extract_correction'), [])

  const right = await steward.post(row, { ...fields, 'column-2': 'HOLLINS', 'column-6': '28/02/1981' })
  assert.equal(right.status, 303, await right.text())
  const after = await pageOf(steward, right.headers.get('location')!)
  assert.match(after, /visor_nominals\.csv, line 2, is put right and taken in/)
  assert.match(after, /No row is refused\./)
  assert.match(after, /1 row was put right\./)
  assert.deepEqual(figuresOn(after), {
    'visor_activity.csv': [1, 1, 0],
    'visor_markers.csv': [1, 1, 0],
    'visor_nominals.csv': [1, 1, 0],
  })
  const nominal = await nominalOf(reference(10))
  const held = await rows<{ name: string; born: string; markers: string; entries: string; managers: string }>(
    `select n.full_name as name, b.born_on::text as born, (select count(*) from marker where nominal_id = $1) as markers,
            (select count(*) from entry where nominal_id = $1) as entries, (select count(*) from record_manager where nominal_id = $1) as managers
       from known_name n join birth b using (nominal_id) where n.nominal_id = $1`,
    nominal,
  )
  assert.deepEqual(held, [{ name: 'Peter Hollins', born: '1981-02-28', markers: '1', entries: '1', managers: '1' }])

  // The row as it came, and who corrected it.
  const done = await pageOf(steward, row)
  assert.match(done, /put it right on .*, and it is taken in/)
  assert.match(done, /31\/02\/1980/)
  const entries = await rows<{ officer: string; behalf: string | null; action: string; subjects: string }>(
    `select o.name as officer, b.name as behalf, e.action, (select count(*) from audit_subject s where s.entry_id = e.id and s.nominal_id = $1) as subjects
       from audit_entry e join officer o on o.id = e.officer_id left join officer b on b.id = e.on_behalf_of
      where e.action = 'nominal.taken-in' and exists (select from audit_subject s where s.entry_id = e.id and s.nominal_id = $1)
         or e.action = 'extract-row.put-right' and exists (select from audit_subject s where s.entry_id = e.id and s.nominal_id = $1) order by e.at`,
    nominal,
  )
  assert.ok(entries.length >= 2)
  for (const each of entries) assert.deepEqual([each.officer, each.behalf], ['importer', 'Harriet Stanmore'])
})

test('a correction that only other rows speak against is kept, and refused with that reason', async () => {
  const address = await bring(steward, 'Used twice', {
    'visor_nominals.csv': nominals({ VISOR_REF: reference(20) }, { VISOR_REF: reference(21), SURNAME: '' }),
  })
  await loaded(address)
  const row = refusedLinks(await pageOf(steward, address))['visor_nominals.csv line 3']!
  const fields = fieldsOf(await pageOf(steward, row))
  const taken = await steward.post(row, { ...fields, 'column-1': reference(20), 'column-2': 'HOLLINS' })
  const page = await taken.text()
  assert.equal(taken.status, 422)
  assert.deepEqual(errorsOn(page), ['Reference used twice'])
  assert.match(page, /changed it on .*, and it was refused again/)
  assert.equal(fieldsOf(page)['column-2'], 'HOLLINS')
  assert.equal(fieldsOf(page)['version'], '1')
  const right = await steward.post(row, { ...fieldsOf(page), 'column-1': reference(22) })
  assert.equal(right.status, 303)
  assert.ok(await nominalOf(reference(22)))
})

test('of two who put one row right the second is told, with what both wrote, and nothing is written over', async () => {
  const address = await bring(steward, 'Two at once', {
    'visor_nominals.csv': nominals(
      { VISOR_REF: reference(30), SURNAME: '' },
      ...Array.from({ length: 8 }, (_, place) => ({ VISOR_REF: reference(31 + place), SURNAME: '' })),
    ),
  })
  await loaded(address)
  const links = refusedLinks(await pageOf(steward, address))
  const row = links['visor_nominals.csv line 2']!
  const fields = fieldsOf(await pageOf(steward, row))
  assert.equal((await steward.post(row, { ...fields, 'column-2': 'FIRST' })).status, 303)
  const late = await steward.post(row, { ...fields, 'column-2': 'SECOND', 'column-3': 'MARY' })
  const page = await late.text()
  assert.equal(late.status, 409)
  for (const words of [
    'Somebody else has changed this row',
    'Harriet Stanmore put it right',
    'FIRST',
    'SECOND',
    'MARY',
  ])
    assert.ok(page.includes(words), words)

  // And at the very same moment, for each of several rows.
  const other = await stewardOf('REGISTER-HOLD')
  for (let line = 3; line <= 10; line++) {
    const at = links[`visor_nominals.csv line ${line}`]!
    const typed = fieldsOf(await pageOf(steward, at))
    const { formToken: _, ...typedAlone } = typed
    const both = await Promise.all(
      [steward, other].map((who, place) => who.post(at, { ...typedAlone, 'column-2': `TWIN${place}` })),
    )
    assert.deepEqual(both.map(({ status }) => String(status)).toSorted(), ['303', '409'])
    assert.equal(
      (await rows('select from known_name where nominal_id = $1', await nominalOf(reference(28 + line)))).length,
      1,
    )
  }
})

test('what cannot be loaded is refused with every reason, beside the form as it was filled in, and nothing is kept', async () => {
  const before = await rows('select id from extract union all select id from extract_row')
  const refused = async (form: FormData, who = steward) => {
    const reply = await who.upload('/extracts', form)
    const page = await reply.text()
    assert.equal(reply.status, 422, page)
    return page
  }
  const good = nominals({ VISOR_REF: reference(90) })
  const page = await refused(
    formOf('', {
      'notes.csv': 'NAME,AGE\nsomebody,40\n',
      'empty.csv': '',
      'visor_nominals.csv': good,
      'again.csv': good,
      'ndelius.csv': cases({ CRN: 'X900001' }),
      'short.csv': good.replace('SURNAME,', ''),
      'wide.csv': Buffer.from(`\ufeff${good}`, 'utf16le'),
      'broken.csv': good.replace('HOLLOWAY', '"HOLLOWAY').padEnd(1_100_000, ' x'),
    }),
  )
  assert.deepEqual(errorsOn(page), [
    'Say what to call this extract',
    'notes.csv has no headings of an extract that Concord knows',
    'empty.csv is empty',
    'again.csv has the same content as visor_nominals.csv',
    'ndelius.csv is a file of Probation Service (Probation cases): their own data steward loads it',
    'short.csv looks like Nominals of the register, but lacks the column SURNAME',
    'wide.csv is written in UTF-16: save it as UTF-8',
    'broken.csv cannot be read from line 2 on: a quote is opened there and never closed',
  ])
  assert.deepEqual(errorsOn(await refused(formOf('Nothing chosen', {}))), ['Choose the files of the extract'])
  assert.match(await refused(formOf('Nothing chosen', {})), /value="Nothing chosen"/)
  assert.deepEqual(errorsOn(await refused(formOf('x'.repeat(101), { 'a.csv': good }))), [
    'Its name must be 100 characters or fewer',
  ])
  const many = Object.fromEntries(Array.from({ length: 21 }, (_, place) => [`${place}.csv`, `VISOR_REF\n${place}\n`]))
  assert.equal(errorsOn(await refused(formOf('Too many', many)))[0], 'Choose 20 files or fewer at once: these are 21')
  const twins = formOf('Twins', { 'a.csv': good })
  twins.append('files', new Blob([nominals({ VISOR_REF: reference(91) })]), 'a.csv')
  assert.deepEqual(errorsOn(await refused(twins)), ['Two files are called a.csv: rename one'])
  const large = formOf('Too large', {})
  large.append('files', new Blob(Array.from({ length: 201 }, () => new Uint8Array(1024 * 1024))), 'large.csv')
  assert.deepEqual(errorsOn(await refused(large)), ['large.csv is larger than 200 MB'])
  assert.deepEqual(await rows('select id from extract union all select id from extract_row'), before)
})

test('the same content is brought once', async () => {
  const files = { 'visor_nominals.csv': nominals({ VISOR_REF: reference(95) }) }
  await loaded(await bring(steward, 'Once', files))
  const reply = await steward.upload('/extracts', formOf('Twice', files))
  assert.equal(reply.status, 422)
  assert.match(errorsOn(await reply.text())[0]!, /^visor_nominals\.csv is here already: it was brought in “Once” on /)
})

test('refused rows can be taken as a file, and a value in it is no formula', async () => {
  const address = await bring(steward, 'As a file', {
    'visor_nominals.csv': nominals({ VISOR_REF: '=1+1', SURNAME: '' }, { VISOR_REF: '', FORCE: '99' }),
  })
  await loaded(address)
  const reply = await steward.get(`${address}/refused.csv`)
  assert.match(reply.headers.get('content-type')!, /^text\/csv/)
  assert.match(reply.headers.get('content-disposition')!, /attachment; filename="refused\.csv"/)
  assert.equal(
    await reply.text(),
    "file,line,key,reason\r\nvisor_nominals.csv,2,'=1+1,surname missing\r\nvisor_nominals.csv,3,,reference missing; unknown force\r\n",
  )
})

test('a page of refused rows begins where the page before ended, and nowhere else', async () => {
  const address = await bring(steward, 'Three pages', {
    'visor_nominals.csv': nominals(
      ...Array.from({ length: 120 }, (_, place) => ({ VISOR_REF: `V61/${String(1_000_000 + place)}`, FORCE: '99' })),
    ),
  })
  await loaded(address)
  const shown: string[] = []
  for (let here: string | undefined = address; here !== undefined;) {
    const page = await pageOf(steward, here)
    shown.push(...[...page.matchAll(/visor_nominals\.csv line (\d+)/g)].map(([, line]) => line!))
    here = /href="([^"]+\?after=[^"]+)"/.exec(page)?.[1]
  }
  assert.deepEqual(
    shown,
    Array.from({ length: 120 }, (_, place) => String(place + 2)),
  )
  for (const after of ['', 'rubbish', '%00', `${idIn(address)}.-1`, 'x&after=y']) {
    const reply = await steward.get(`${address}?after=${after}`)
    assert.equal(reply.status, 400, after)
    assert.match(await reply.text(), /This is not a place among the refused rows\./)
  }
})

test('another agency’s steward does not see that an extract or a row is there, and another role is refused', async () => {
  const address = await bring(steward, 'Ours alone', {
    'visor_nominals.csv': nominals({ VISOR_REF: reference(97), SURNAME: '' }),
  })
  await loaded(address)
  const row = Object.values(refusedLinks(await pageOf(steward, address)))[0]!
  for (const at of [address, row, `${address}/refused.csv`]) assert.equal((await probation.get(at)).status, 404)
  for (const at of [row, `${address}/stop`, `${address}/start`])
    assert.equal((await probation.post(at, { version: '0', 'column-2': 'X' })).status, 404)
  // A row is found only below its own extract.
  const elsewhere = await bring(steward, 'Elsewhere', { 'visor_nominals.csv': nominals({ VISOR_REF: reference(98) }) })
  assert.equal((await steward.get(row.replace(idIn(address), idIn(elsewhere)))).status, 404)
  const officer = visitor(server.address)
  await officer.signIn('ctnm-officer')
  assert.equal((await officer.get('/extracts')).status, 403)
  const sent = await officer.upload(
    '/extracts',
    formOf('Not mine', { 'a.csv': nominals({ VISOR_REF: reference(99) }) }),
  )
  assert.equal(sent.status, 403)
  const [refused] = await rows<{ outcome: string }>(
    `select outcome from audit_entry where action = 'extract.offered' order by at desc limit 1`,
  )
  assert.equal(refused!.outcome, 'refused')
})

test('past the page, the database itself keeps stewards to their own agency and from what tells of others', async () => {
  const address = await bring(steward, 'Past the page', {
    'visor_nominals.csv': nominals({ VISOR_REF: reference(120), SURNAME: '' }),
  })
  await loaded(address)
  const row = Object.values(refusedLinks(await pageOf(steward, address)))[0]!
    .split('/')
    .at(-1)!
  const app = new pg.Client(database.appUrl)
  await app.connect()
  const [officer] = await rows<{ id: string; agency: string }>(
    `select id, agency_id as agency from officer where subject = 'data-steward'`,
  )
  const asSteward = async (who: Visitor, statement: string, ...values: unknown[]): Promise<string> => {
    await app.query('begin')
    try {
      await app.query('select enter($1)', [hashOfToken(who.cookie('concord_session')!.value)])
      return String((await app.query(statement, values)).rowCount)
    } catch (error) {
      return (error as Error).message
    } finally {
      await app.query('rollback')
    }
  }
  try {
    const correct = `insert into extract_correction (row_id, version, agency_id, cells, corrected_by) values ($1, 1, $2, '{}', $3)`
    assert.equal(await asSteward(steward, correct, row, officer!.agency, officer!.id), '1')
    const [theirs] = await rows<{ id: string }>(`select id from agency where code = 'PROBATION'`)
    for (const agency of [officer!.agency, theirs!.id])
      assert.match(await asSteward(probation, correct, row, agency, officer!.id), /row-level security/)
    const [other] = await rows<{ id: string }>(`select id from officer where subject = 'administrator'`)
    assert.match(await asSteward(steward, correct, row, officer!.agency, other!.id), /row-level security/)
    assert.equal(await asSteward(probation, 'select id from extract_row where id = $1', row), '0')
    assert.equal(await asSteward(probation, 'update extract set stopped_at = now() where id = $1', idIn(address)), '0')
    const add = `insert into extract_file (id, extract_id, agency_id, name, profile, kind, sha256, headings, encoding)
                 values (gen_random_uuid(), $1, $2, 'x', 'probation', 'cases', repeat('0', 64), '{}', 'utf-8')`
    for (const who of [steward, probation])
      assert.match(await asSteward(who, add, idIn(address), theirs!.id), /row-level security/)
    for (const column of ['loaded', 'linked'])
      assert.match(await asSteward(steward, `select ${column} from extract_file`), /permission denied/)
    for (const column of ['outcome', 'nominal_id'])
      assert.match(await asSteward(steward, `select ${column} from extract_outcome`), /permission denied/)
  } finally {
    await app.end()
  }
})

test('the figures of a row that joined another agency’s record do not tell that it did', async () => {
  const pages: string[] = []
  await loaded(
    await bring(steward, 'Somebody', { 'n.csv': nominals({ VISOR_REF: reference(100), PNCID: '2000/0000223R' }) }),
  )
  for (const [place, number] of ['2003/0000003Y', '2000/0000223R'].entries()) {
    const address = await bring(probation, 'A question', {
      'ndelius.csv': cases({ CRN: `X20000${place}`, PNC_NUMBER: number }),
    })
    await loaded(address)
    pages.push((await pageOf(probation, address)).replaceAll(address, '').replaceAll(/formToken" value="[^"]*"/g, ''))
  }
  assert.notEqual(await nominalOf('X200000'), await nominalOf(reference(100)))
  assert.equal(await nominalOf('X200001'), await nominalOf(reference(100)))
  const withoutTime = (page: string) =>
    page.replaceAll(/\d{1,2}(:\d\d)?(am|pm)|midday|midnight/g, '').replaceAll(/data-seconds-left="\d+"/g, '')
  assert.equal(withoutTime(pages[0]!), withoutTime(pages[1]!))
})

test('a reading that was broken off goes on when the same file is brought again', async () => {
  const content = nominals({ VISOR_REF: reference(200) }, { VISOR_REF: reference(201) })
  const [file] = await rows<{ id: string; extract: string }>(
    `with e as (insert into extract (id, name, as_of, asked_by, agency_id)
                select gen_random_uuid(), 'Broken off', current_date, o.id, o.agency_id from officer o where o.subject = 'data-steward' returning id, agency_id)
     insert into extract_file (id, extract_id, agency_id, name, profile, kind, sha256, headings, encoding)
     select gen_random_uuid(), e.id, e.agency_id, 'visor_nominals.csv', 'register', 'nominals', encode(sha256(convert_to($1, 'UTF8')), 'hex'),
            string_to_array($2, ','), 'utf-8' from e returning id, extract_id as extract`,
    content,
    content.split('\r\n')[0],
  )
  assert.match(
    await pageOf(steward, `/extracts/${file!.extract}`),
    /It is still being read\. If that does not end, load the same file again/,
  )
  const address = await bring(steward, 'Again', { 'other name.csv': content })
  assert.equal(address, `/extracts/${file!.extract}`)
  await loaded(address)
  assert.deepEqual(figuresOn(await pageOf(steward, address)), { 'visor_nominals.csv': [2, 2, 0] })
})

test('a correction that a server left behind when it ended is settled by another', async () => {
  const address = await bring(steward, 'Left behind', {
    'visor_aliases.csv': `VISOR_REF,SURNAME,FORENAMES,DOB,TYPE\r\n${reference(201)},,,,ALIAS\r\n`,
  })
  await loaded(address)
  const row = Object.values(refusedLinks(await pageOf(steward, address)))[0]!
  await rows(
    `insert into extract_correction (row_id, version, agency_id, cells, corrected_by)
     select r.id, 1, r.agency_id, array[r.key, 'HOLLIS', 'Jo', '', 'ALIAS'], o.id from extract_row r, officer o where r.id = $1 and o.subject = 'data-steward'`,
    row.split('/').at(-1),
  )
  assert.match(await pageOf(steward, row), /It is being checked and taken in|and it is taken in/)
  for (let n = 0; n < 100 && !/and it is taken in/.test(await pageOf(steward, row)); n++) await pause(50)
  assert.match(await pageOf(steward, row), /put it right on .*, and it is taken in/)
})

const manyRows = 4000
const many = (first: number) =>
  nominals(...Array.from({ length: manyRows }, (_, n) => ({ VISOR_REF: `V31/${String(first + n)}` })))
const progressOf = async (address: string) =>
  (
    await rows<{ settled: number; finished: boolean }>(
      `select f.settled, e.finished_at is not null as finished from extract e join extract_file f on f.extract_id = e.id where e.id = $1`,
      idIn(address),
    )
  )[0]!
const begun = async (address: string) => {
  while ((await progressOf(address)).settled === 0) await pause(20)
}

test('loading stops when its steward says so, and goes on from there', async () => {
  const address = await bring(steward, 'To be stopped', { 'visor_nominals.csv': many(3_000_000) })
  await begun(address)
  assert.match(await pageOf(steward, address), /data-live/)
  await steward.post(`${address}/stop`)
  await pause(1000)
  const { settled, finished } = await progressOf(address)
  assert.ok(!finished && settled > 0 && settled < manyRows, `${settled}`)
  const page = await pageOf(steward, address)
  assert.match(page, /Stopped at/)
  assert.doesNotMatch(page, /data-live/)
  await pause(300)
  assert.equal((await progressOf(address)).settled, settled)
  await steward.post(`${address}/start`)
  await loaded(address)
  assert.deepEqual(figuresOn(await pageOf(steward, address)), { 'visor_nominals.csv': [manyRows, manyRows, 0] })
  // Too late to stop it: its page says that it is loaded.
  assert.equal((await steward.post(`${address}/stop`)).status, 303)
  assert.match(await pageOf(steward, address), /Loaded at/)
})

test('of two servers one loads; when it ends in the middle the other goes on, and nothing is loaded twice or left out', async () => {
  const own = await demonstrationDatabase()
  const [one, two] = [await startServer(own, {}, [], { loads: true }), await startServer(own, {}, [], { loads: true })]
  const alone = new pg.Client(own.ownerUrl)
  await alone.connect()
  const ask = async (statement: string): Promise<number> =>
    Number((await alone.query<{ found: string }>(statement)).rows[0]!.found)
  try {
    const someone = visitor(one.address)
    await someone.signIn('data-steward')
    await bring(someone, 'In the middle', { 'visor_nominals.csv': many(4_000_000) })
    while ((await ask('select settled as found from extract_file')) === 0) await pause(10)
    await one.app.close()
    const settled = await ask('select settled as found from extract_file')
    assert.ok(settled < manyRows, `${settled} rows were settled when the first server ended`)
    const until = performance.now() + limitMs
    while ((await ask('select count(*) as found from extract where finished_at is not null')) === 0) {
      assert.ok(performance.now() < until)
      await pause(50)
    }
    assert.equal(await ask('select loaded as found from extract_file'), manyRows)
    assert.equal(await ask('select count(*) as found from extract_outcome'), manyRows)
    assert.equal(await ask('select count(*) as found from nominal'), manyRows)
    assert.equal(await ask('select count(*) as found from known_name'), manyRows)
    assert.equal(await ask('select count(*) as found from ownership'), manyRows)
    assert.equal(await ask(`select count(*) as found from audit_entry where action = 'extract.loaded'`), manyRows / 250)
    assert.equal((await fetch(`${two.address}/health`)).status, 200)
  } finally {
    await alone.end()
  }
})

test('a server without the importer’s login shows everything, loads nothing, and says so', async () => {
  const { address } = await startServer(database)
  const someone = await stewardOf('REGISTER-HOLD', address)
  const files = { 'visor_nominals.csv': nominals({ VISOR_REF: reference(300), SURNAME: '' }) }
  const reply = await someone.upload('/extracts', formOf('Not here', files))
  assert.equal(reply.status, 503)
  assert.match(errorsOn(await reply.text())[0]!, /^This server loads no extracts/)
  const brought = await bring(steward, 'But there', files)
  await loaded(brought)
  const row = Object.values(refusedLinks(await pageOf(someone, brought)))[0]!
  const sent = await someone.post(row, { ...fieldsOf(await pageOf(someone, row)), 'column-2': 'HOLLINS' })
  assert.equal(sent.status, 503)
  assert.deepEqual(await rows('select from extract_correction where row_id = $1', row.split('/').at(-1)), [])
})
