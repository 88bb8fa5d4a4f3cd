import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { Client } from 'pg'
import { applySchema } from '../../src/platform/schema.ts'
import { Stop } from '../../src/platform/errors.ts'
import { freshDatabase } from '../support/database.ts'

const { ownerUrl } = await freshDatabase()
const owner = new Client({ connectionString: ownerUrl })
await owner.connect()
after(() => owner.end())

/** A database without a schema, and a login that owns it. */
const emptyDatabase = async (login?: { readonly name: string; readonly password: string }): Promise<string> => {
  const name = `${new URL(ownerUrl).pathname.slice(1)}_${randomBytes(3).toString('hex')}`
  await owner.query(`create database ${name} template template0 ${login ? `owner ${login.name}` : ''}`)
  const url = new URL(ownerUrl)
  url.pathname = `/${name}`
  if (login) Object.assign(url, { username: login.name, password: login.password })
  return url.href
}

const filesOn = async (url: string): Promise<number> => {
  const client = new Client({ connectionString: url, options: '-c role=concord_owner' })
  await client.connect()
  try {
    return (await client.query('select from schema_file')).rowCount ?? 0
  } finally {
    await client.end()
  }
}

test('two programs that start at once on a new database make its schema once', async () => {
  const url = await emptyDatabase()
  await Promise.all([applySchema(url), applySchema(url)])
  assert.equal(await filesOn(url), await filesOn(ownerUrl))
})

test('a second start changes nothing', async () => {
  const before = await owner.query('select name, applied_at from schema_file order by name')
  await applySchema(ownerUrl)
  assert.deepEqual((await owner.query('select name, applied_at from schema_file order by name')).rows, before.rows)
})

test('a login that owns its database and may create roles is enough, without being a superuser', async () => {
  const login = { name: `concord_dba_${randomBytes(3).toString('hex')}`, password: randomBytes(12).toString('hex') }
  await owner.query(`create role ${login.name} login createrole password '${login.password}'`)
  // On a server where the roles stand already, whoever made them lets the new owner use them.
  await owner.query(
    `grant concord_owner, concord_app, concord_importer, concord_jobs, concord_destroyer to ${login.name}`,
  )
  await owner.query(`grant ${login.name} to current_user`)
  const url = await emptyDatabase(login)
  await applySchema(url)
  assert.equal(await filesOn(url), await filesOn(ownerUrl))
  await owner.query(`drop database ${new URL(url).pathname.slice(1)} with (force)`)
  await owner.query(`drop role ${login.name}`) // a role outlives the run on a server that was there before it
})

test('a file that was changed after it was applied is refused, and so is a database of a later program', async () => {
  const { ownerUrl: changed } = await freshDatabase()
  const client = new Client({ connectionString: changed })
  await client.connect()
  await client.query(`update schema_file set hash = 'another' where name like '0001%'`)
  await assert.rejects(
    applySchema(changed),
    (error: unknown) => error instanceof Stop && /0001.*not the text/.test(error.message),
  )
  await client.query(`insert into schema_file (name, hash) values ('9999_later', '')`)
  await client.query(`update schema_file set hash = '' where name like '0001%'`)
  await client.end()
  await assert.rejects(applySchema(changed), Stop)
})
