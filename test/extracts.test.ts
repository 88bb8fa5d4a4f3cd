// The data steward's page, over HTTP: files come in, are loaded beside the serving, and refused rows are put right.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
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
  assert.match(form, /surname missing/)

  // Wrong in another way: every reason at once, what was typed stands there, and nothing is kept.
  const fields = fieldsOf(form)
  assert.equal(fields['column-6'], '31/02/1980')
  const again = await steward.post(row, { ...fields, 'column-2': '', 'column-6': '30/02/1981', 'column-12': '99' })
  const page = await again.text()
  assert.equal(again.status, 422)
  assert.deepEqual(errorsOn(page), ['surname missing', 'date of birth is not a date', 'unknown force'])
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
  assert.deepEqual(errorsOn(page), ['reference used twice'])
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
