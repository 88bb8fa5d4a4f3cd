// The extract of 1,500 people whose truth is known: every row accounted for, exactly those refused that must be, nobody joined who is
// two people, and nothing written by loading it again.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { importWorld, linesOf, withTruth } from './support/extract.ts'

const world = await importWorld()
const imported = await world.load(join(withTruth, 'extracts'))
const figures = imported.files.map(({ name, staged, loaded, linked, refused }) => ({
  name,
  staged,
  loaded,
  linked,
  refused,
}))

test('every row of every file is read, and ends as loaded, linked or refused', async () => {
  const counts = JSON.parse(await readFile(join(withTruth, 'truth/counts.json'), 'utf8')) as {
    rows: Record<string, number>
  }
  assert.deepEqual(Object.fromEntries(figures.map(({ name, staged }) => [name, staged])), counts.rows)
  for (const { name, staged, loaded, linked, refused } of figures) assert.equal(loaded + linked + refused, staged, name)
  assert.equal(imported.finished, true)
})

test('exactly the rows are refused that must be, each for its reason', async () => {
  const truth = await linesOf(join(withTruth, 'truth/rejects.csv'))
  const said = (rows: readonly { readonly file?: string; readonly key?: string; readonly reason?: string }[]) =>
    rows.map(({ file, key, reason }) => `${file} ${key}: ${reason}`).toSorted()
  assert.deepEqual(said(await world.refused(imported)), said(truth))
})

test('a refused row is told by the physical line on which it begins', async () => {
  const refused = await world.refused(imported)
  for (const { file, line, key } of refused) {
    const text = await readFile(join(withTruth, 'extracts', file), 'latin1')
    assert.ok(text.split('\n')[line - 1]!.startsWith(key), `${file} line ${line}`)
  }
  assert.ok(refused.some(({ file, line }) => file === 'visor_activity.csv' && line > 2000))
})

test('no two people are made one, and the three sources meet in hundreds of nominals', async () => {
  const systems: Readonly<Record<string, string>> = { register: 'visor', probation: 'ndelius', prison: 'nomis' }
  const truth = new Map(
    (await linesOf(join(withTruth, 'truth/links.csv'))).map(({ system, source_id, person_id }) => [
      `${system} ${source_id}`,
      person_id,
    ]),
  )
  const references = await world.rows<{ profile: string; key: string; nominal_id: string }>(
    'select profile, key, nominal_id from extract_reference',
  )
  const people = Map.groupBy(references, ({ nominal_id }) => nominal_id)
  for (const rows of people.values())
    assert.equal(
      new Set(rows.map(({ profile, key }) => truth.get(`${systems[profile]} ${key}`))).size,
      1,
      JSON.stringify(rows),
    )
  assert.equal(references.length, truth.size)
  assert.ok([...people.values()].filter(rows => rows.length > 1).length > 500)
})

test('who shares a number and is kept apart is kept for the reconciliation desk, with the reason', async () => {
  const apart = await world.rows<{ reason: string }>('select reason from kept_apart')
  assert.ok(apart.some(({ reason }) => /^shares PNC number \S+, but the dates of birth differ/.test(reason)))
  assert.ok(apart.some(({ reason }) => reason.startsWith('more than one nominal bears its numbers')))
})

test('every nominal has one lead unit, one holder of the record, a basis, and an audience', async () => {
  assert.deepEqual(
    await world.rows(`select n.id from nominal n where steady_until is null
        or (select count(*) from ownership o where o.nominal_id = n.id) <> 1 or (select count(*) from record_manager m where m.nominal_id = n.id) <> 1
        or not exists (select from basis b where b.nominal_id = n.id) or not exists (select from nominal_headline h where h.nominal_id = n.id and h.name <> '')`),
    [],
  )
})

test('every fact names its extract, its line and its row', async () => {
  const [fact] = await world.rows<{ source_ref: string; cells: string[]; file: string; line: number }>(
    `select a.source_ref, r.cells, f.name as file, r.line from address a join extract_row r on r.id = a.source_row join extract_file f on f.id = r.file_id
      where f.kind = 'addresses' order by r.line desc limit 1`,
  )
  assert.equal(fact!.source_ref, `${fact!.file}:${fact!.line}`)
  assert.equal(fact!.file, 'visor_addresses.csv')
  for (const table of [
    'known_name',
    'birth',
    'sex',
    'identifier',
    'marker',
    'court_order',
    'registration',
    'custody',
    'entry',
    'statement',
    'basis',
    'ownership',
  ])
    assert.deepEqual(
      await world.rows(
        `select id from ${table} where source_kind <> 'extract' or source_ref !~ '^(visor|ndelius|nomis)_[a-z]+[.]csv:[0-9]+$' or source_row is null limit 1`,
      ),
      [],
      table,
    )
})

test('each batch left its entry in the log, by the importer, with everyone it is about', async () => {
  const [log] = await world.rows<{ batches: string; others: string; subjects: string; nominals: string }>(
    `select count(*) filter (where action = 'extract.loaded') as batches, count(*) filter (where officer_id <> (select id from officer where service)) as others,
            (select count(distinct s.nominal_id) from audit_subject s) as subjects, (select count(*) from nominal) as nominals
       from audit_entry where action in ('extract.loaded', 'nominal.taken-in')`,
  )
  assert.ok(Number(log!.batches) >= 8)
  assert.equal(log!.others, '0')
  assert.equal(log!.subjects, log!.nominals)
})

test('loading the same extract again gives the same figures and writes nothing', async () => {
  const before = await world.counts()
  const again = await world.load(join(withTruth, 'extracts'))
  assert.deepEqual(
    again.files.map(({ name, staged, loaded, linked, refused }) => ({ name, staged, loaded, linked, refused })),
    figures,
  )
  assert.deepEqual(await world.refused(again), await world.refused(imported))
  assert.deepEqual(await world.counts(), before)
})
