// Where a database administrator owns the schema, and the program has nothing but the login of concord_app.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { Stop } from '#platform'
import { expectSchema } from '../src/platform/named-server.ts'
import { emptyDatabase, freshDatabase } from './support/database.ts'

const refuses = (url: string, sentence: RegExp): Promise<void> =>
  assert.rejects(expectSchema(url), (error: Error) => error instanceof Stop && sentence.test(error.message))

const asOwner = async (url: string, statement: string): Promise<void> => {
  const client = new pg.Client(url)
  await client.connect()
  await client.query(statement)
  await client.end()
}

test('the schema of this program is what is wanted', async () => expectSchema((await freshDatabase()).appUrl))

test('a database without a schema is refused with what to run', async () =>
  refuses(await emptyDatabase(), /has no schema yet: run `npx concord schema`/))

test('an older schema is refused with what to run', async () => {
  const { ownerUrl, appUrl } = await freshDatabase()
  await asOwner(ownerUrl, 'delete from schema_file where name = (select max(name) from schema_file)')
  await refuses(appUrl, /has an older schema than this program: run/)
})

test('so is one of a time when the server could not be told', async () => {
  const { ownerUrl, appUrl } = await freshDatabase()
  await asOwner(ownerUrl, 'revoke select on schema_file from concord_app')
  await refuses(appUrl, /has an older schema than this program/)
})

test('a newer schema, or another text of the same, is refused', async () => {
  const { ownerUrl, appUrl } = await freshDatabase()
  await asOwner(ownerUrl, `insert into schema_file (name, hash) values ('9999_of_a_later_program', '')`)
  await refuses(appUrl, /9999_of_a_later_program, which is newer/)
  await asOwner(
    ownerUrl,
    `delete from schema_file where name ~ '^9999'; update schema_file set hash = 'other' where name ~ '^0001'`,
  )
  await refuses(appUrl, /0001_agencies\.sql is not the text/)
})
