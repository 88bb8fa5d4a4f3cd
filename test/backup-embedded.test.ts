// A demonstration on the embedded database, backed up while it serves, restored into a new data folder, and served from there.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import pg from 'pg'
import { contentOf, everyTable } from './support/comparison.ts'
import { addressOf, concord, ends, ownerUrlOf, serverPidOf, type Program } from './support/program.ts'

const folder = mkdtempSync(join(tmpdir(), 'concord-backup-embedded-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const [file, key] = [join(folder, 'backup'), join(folder, 'key')]
const started: Program[] = []
after(() => started.forEach(({ child }) => child.kill('SIGKILL')))

const on = (dataFolder: string, ...args: readonly string[]): Program => {
  const program = concord(args, { environment: { CONCORD_DATA: join(folder, dataFolder) } })
  started.push(program)
  return program
}
const succeeds = async (program: Program): Promise<string> => {
  assert.equal(await program.ended, 0, program.said.err)
  return program.said.out
}

/** Every table's content but of those that a sign-in, a restore, or a start may change: a server that runs takes the log up into its proofs. */
const contents = async (dataFolder: string): Promise<Readonly<Record<string, string>>> => {
  const client = new pg.Client(ownerUrlOf(join(folder, dataFolder)))
  await client.connect()
  try {
    const tables = (await everyTable(client)).filter(
      name => !/^(?:schema_|provider_|sign_in_attempt|session$|log_)/.test(name),
    )
    const found: Record<string, string> = {}
    for (const name of tables) found[name] = await contentOf(client, name)
    return found
  } finally {
    await client.end()
  }
}

test('a demonstration is backed up while it serves, and serves again from another data folder', async t => {
  await succeeds(on('first', 'demo'))
  const server = on('first', 'serve')
  await addressOf(server)
  await succeeds(on('first', 'backup', '--new-key', key))
  const begun = performance.now()
  const made = JSON.parse(await succeeds(on('first', 'backup', file, '--key', key, '--json'))) as {
    rows: number
    bytes: number
  }
  t.diagnostic(
    `${made.rows} rows in ${made.bytes} bytes, ${Math.round(performance.now() - begun)} ms with the start of the program`,
  )
  assert.equal(made.bytes, statSync(file).size)
  const before = await contents('first')
  server.child.kill('SIGTERM')
  assert.equal(await server.ended, 0)

  const restoring = performance.now()
  await succeeds(on('second', 'restore', file, '--key', key))
  t.diagnostic(`restored into a new cluster in ${Math.round(performance.now() - restoring)} ms`)
  const again = on('second', 'serve')
  const address = await addressOf(again)
  assert.deepEqual(await contents('second'), before)
  const token = (await succeeds(on('second', 'token', '--as', 'ctnm-officer'))).trim()
  const reply = await fetch(`${address}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } })
  assert.equal(reply.status, 200)
  assert.doesNotMatch(again.said.out, /Filling the demonstration/)
  const postmaster = serverPidOf(join(folder, 'second'))
  again.child.kill('SIGTERM')
  assert.equal(await again.ended, 0)
  assert.ok(await ends(postmaster))

  const refused = on('first', 'restore', file, '--key', key)
  assert.equal(await refused.ended, 1)
  assert.match(refused.said.err, /not empty/)
})
