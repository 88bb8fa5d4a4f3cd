import assert from 'node:assert/strict'
import { test } from 'node:test'
import { demonstrationDatabase, startServer } from './support/server.ts'
import { visitor } from './support/visitor.ts'

const database = await demonstrationDatabase()
const lines: string[] = []
const { address } = await startServer(database, {}, lines)

test('an officer signs in by choosing a role, without a password, and sees the first page in that role', async () => {
  const someone = visitor(address)
  const home = await someone.signIn('ctnm-officer')
  const page = await home.text()
  assert.equal(home.status, 200, page.slice(0, 3000) + lines.join(''))
  assert.match(page, /Officer or practitioner/)
})
