import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import { Client } from 'pg'
import { freshDatabase } from '../support/database.ts'

const { ownerUrl } = await freshDatabase()
const owner = new Client({ connectionString: ownerUrl, options: '-c role=concord_owner' })
await owner.connect()
after(() => owner.end())

const [nominal, officer, agency] = [randomUUID(), randomUUID(), randomUUID()]
await owner.query(`insert into agency (id, code, name, kind) values ($1, 'any', 'Any Police', 'police')`, [agency])
await owner.query(`insert into officer (id, agency_id, name) values ($1, $2, 'PC Any')`, [officer, agency])
await owner.query(`insert into nominal (id, quote) values ($1, 'FACT-0001')`, [nominal])

const isRefusedWith = (words: RegExp) => (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === '23503' && words.test(error.message)

const said = (about: string) =>
  owner.query(
    `insert into sex (id, nominal_id, recorded_by, agency_id, source_kind, code) values ($1, $2, $3, $4, 'officer', 'F')`,
    [randomUUID(), about, officer, agency],
  )

test('a fact about nobody is refused by the database, whoever writes it', async () => {
  await assert.rejects(said(randomUUID()), isRefusedWith(/sex names a nominal that does not exist/))
})

test('a nominal stays while a fact names it', async () => {
  await said(nominal)
  await assert.rejects(
    owner.query('delete from nominal where id = $1', [nominal]),
    isRefusedWith(/while a row of sex names it/),
  )
})
