// Numbers of records and of disclosures are drawn: each once, in an order that tells nothing of how many were made between two of them.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import { freshDatabase } from '../support/database.ts'

const database = await freshDatabase()
const owner = new pg.Client(database.ownerUrl)
await owner.connect()
after(() => owner.end())
const numbers = async (sql: string): Promise<string[]> => (await owner.query<{ n: string }>(sql)).rows.map(({ n }) => n)

test('5,000 numbers are 5,000 different ones, of six digits each', async () => {
  const drawn = await numbers(`select draw_number('nominal') as n from generate_series(1, 5000)`)
  assert.equal(new Set(drawn).size, 5000)
  assert.ok(drawn.every(number => /^\d{6}$/.test(number)))
})

test('two in a row lie anywhere: hardly ever beside each other', async () => {
  const drawn = (await numbers(`select draw_number('nominal') as n from generate_series(1, 2000)`)).map(Number)
  const near = drawn.filter((number, at) => at > 0 && Math.abs(number - drawn[at - 1]!) < 1000)
  assert.ok(near.length < 40, `${near.length} of 2,000`)
  const below = drawn.filter(number => number < 500_000).length
  assert.ok(below > 850 && below < 1150, `${below} of 2,000 in the lower half`)
})

test('the permutation meets every number once', async () => {
  const [{ n }] = (
    await owner.query<{ n: number }>(
      `select count(distinct drawn(g, 8, 42))::int as n from generate_series(0, 65535) g`,
    )
  ).rows as [{ n: number }]
  assert.equal(n, 65536)
})

test('after a million the numbers have seven digits, and none of six comes again', async () => {
  await owner.query(`select setval('disclosure_number', 1000000)`)
  const drawn = await numbers(`select draw_number('disclosure') as n from generate_series(1, 500)`)
  assert.ok(drawn.every(number => /^[1-9]\d{6}$/.test(number)) && new Set(drawn).size === 500)
})

test('the key is nobody’s to read, and another installation’s is another', async () => {
  const app = new pg.Client(database.appUrl)
  await app.connect()
  try {
    await app.query('set role concord_app').catch(() => undefined)
    await assert.rejects(app.query('select * from number_key'), /permission denied/)
  } finally {
    await app.end()
  }
})
