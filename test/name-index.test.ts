// Making names findable, as the importer does it; and who may not touch what they are found by.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import { indexNames, keyWordsAnew, type IndexedName } from '#nominals'
import { newId, openPool, type NominalId } from '#platform'
import { freshDatabase } from './support/database.ts'

const { ownerUrl, appUrl, importerUrl } = await freshDatabase()
const owner = openPool(ownerUrl, { max: 1 })
const app = openPool(appUrl, { role: 'concord_app', max: 1 })
const importer = openPool(importerUrl, { role: 'concord_importer', max: 3 })
after(() => Promise.all([owner, app, importer].map(({ close }) => close())))

const named = (forenames: string, surname: string): IndexedName => ({
  nameId: newId<NominalId>(),
  nominalId: newId<NominalId>(),
  fullName: `${forenames} ${surname}`.trim(),
  surname,
  forenames,
})
const rowsOf = async (query: string, ...values: unknown[]): Promise<unknown[][]> =>
  (await owner.pool.query<unknown[]>({ text: query, values, rowMode: 'array' })).rows

const inTransaction = async (work: (client: pg.PoolClient) => Promise<void>): Promise<void> => {
  const client = await importer.pool.connect()
  try {
    await client.query('begin')
    await work(client)
    await client.query('commit')
  } finally {
    client.release()
  }
}

test('a name stands under each of its words and each pair of them, a word said twice with itself', async () => {
  const [neil, abdi] = [named('John', 'O’Neil-Smith'), named('Abdi', 'ABDI')]
  await inTransaction(client => indexNames(client, [neil, abdi]))
  const words = `select w.word from name_word n join word w on w.id = n.word_id where n.name_id = $1 order by 1`
  const pairs = `select least(x.word, y.word), greatest(x.word, y.word), p.parts from name_pair p join word x on x.id = p.a join word y on y.id = p.b
                  where p.name_id = $1 order by 1, 2`
  assert.deepEqual((await rowsOf(words, neil.nameId)).flat(), ['JOHN', 'ONEIL', 'ONEILSMITH', 'SMITH'])
  assert.equal((await rowsOf(pairs, neil.nameId)).length, 6)
  assert.deepEqual((await rowsOf(words, abdi.nameId)).flat(), ['ABDI'])
  assert.deepEqual(await rowsOf(pairs, abdi.nameId), [['ABDI', 'ABDI', 2]])
})

test('a word is keyed once, however many bear it and in however many calls', async () => {
  const before = await rowsOf('select count(*) from word_key')
  await inTransaction(client => indexNames(client, [named('John', 'Smith'), named('Smith', 'John')]))
  assert.deepEqual(await rowsOf('select count(*) from word_key'), before)
})

test('nothing to write is nothing written', () => inTransaction(client => indexNames(client, [])))

test('names of no word, of every script and of great length are taken', () =>
  inTransaction(client =>
    indexNames(client, [
      named('', '?'),
      named('', ''),
      named('محمد', 'علي'),
      named('小明', '王'),
      named('x'.repeat(3000), '👩🏽‍🚒'),
      named('a b c d e f g h i j k l m n o p', 'Long-Long-Long-Long'),
    ]),
  ))

test('thousands of names go in one call', async () => {
  const many = Array.from({ length: 5_200 }, (_, n) =>
    named(`Given${'abcdefghij'[n % 10]!}`, `Family${(n * 7919).toString(36)}`),
  )
  await inTransaction(client => indexNames(client, many))
  assert.deepEqual(await rowsOf('select count(*) from name_word where nominal_id = $1', many.at(-1)!.nominalId), [[2]])
})

test('two calls that meet the same new words wait for each other and both come through', async () => {
  const words = Array.from(
    { length: 200 },
    (_, n) => `Quor${n.toString(26).replaceAll(/\d/g, digit => 'qrstuvwxyz'[Number(digit)]!)}`,
  )
  const forwards = words.map((word, n) => named(word, words[(n + 1) % words.length]!))
  const backwards = words.toReversed().map((word, n) => named(word, words[n]!))
  await Promise.all([forwards, backwards].map(names => inTransaction(client => indexNames(client, names))))
  assert.deepEqual(
    await rowsOf(
      `select count(*) from word w where w.word like 'QUOR%' and not exists (select from word_key k where k.word_id = w.id)`,
    ),
    [[0]],
  )
})

test('words that another version keyed are keyed anew, and their old keys go', async () => {
  await inTransaction(client => indexNames(client, [named('Ottoline', 'Zumthor')]))
  const keysOf = (word: string) =>
    rowsOf('select k.key from word_key k join word w on w.id = k.word_id where w.word = $1 order by 1', word)
  const keys = await keysOf('ZUMTHOR')
  await owner.pool.query(`insert into word_key (key, word_id) select 'sOLD', id from word where word = 'ZUMTHOR'`)
  await owner.pool.query(`update word set keyed_as = 'as before' where word in ('ZUMTHOR', 'OTTOLINE')`)
  await inTransaction(async client => assert.equal(await keyWordsAnew(client), 2))
  assert.deepEqual(await keysOf('ZUMTHOR'), keys)
  await inTransaction(async client => assert.equal(await keyWordsAnew(client), 0))
})

const denied = { code: '42501' }
for (const table of ['word', 'word_key', 'name_word', 'name_pair', 'full_name_key'])
  test(`the server cannot read ${table}, nor can the importer`, async () => {
    await assert.rejects(app.pool.query(`select from ${table}`), denied)
    await assert.rejects(importer.pool.query(`select from ${table}`), denied)
  })

test('the server can neither write names nor ask for candidates without the walls', async () => {
  const { rows } = await owner.pool.query<{ call: string }>(
    `select format('select * from %I(%s)', p.proname, array_to_string(array_fill('null'::text, array[p.pronargs::int]), ', ')) as call
       from pg_proc p where p.proname in ('words_without_keys', 'words_keyed_otherwise', 'key_words', 'index_names', 'candidate_words', 'wider_words', 'passes', 'names_among', 'names_of_one_word', 'names_of_words', 'namesakes', 'search_names_within')`,
  )
  assert.equal(rows.length, 12)
  for (const { call } of rows) await assert.rejects(app.pool.query(call), denied, call)
})

test('where nobody has entered, nobody is found', async () => {
  const { rows } = await app.pool.query(
    `select from search_names(array['SMITH'], array[1], array[1], array['wSMITH'], array[1000], array[0], 1, array['SMITH'], array[1], array['JOHN SMITH'], null, null, null, null, null, null, null, null, null, 25)
     union all select from search_facts(array[1], array['pnc'], array['2002/0073319Z'], array[true], null, null, null, null)
     union all select from search_contacts(array['JOHN SMITH'], '1990-01-01')`,
  )
  assert.deepEqual(rows, [])
})
