import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test, type TestContext } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import { addressOf, concord, ends, isAlive, ownerUrlOf, serverPidOf, type Program } from './support/program.ts'

const folder = mkdtempSync(join(tmpdir(), 'concord-standing-'))
const dataFolder = join(folder, 'data')
const environment = { CONCORD_DATA: dataFolder }
after(() => rmSync(folder, { recursive: true, force: true }))

// The promise is 8 s for the first start and 4 s for a later one, on an idle machine; other files run beside this one.
const limits = { firstMs: 24_000, laterMs: 12_000 }

const inDatabase = async (statement: string): Promise<unknown[]> => {
  const client = new Client({ connectionString: ownerUrlOf(dataFolder) })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows
  } finally {
    await client.end()
  }
}

const started = async (t: TestContext, limitMs: number): Promise<{ program: Program; address: string }> => {
  const startedAt = performance.now()
  const program = concord(['serve'], { environment })
  t.after(() => stop(program)) // also when the test has failed: nothing is left running
  const address = await addressOf(program)
  const tookMs = Math.round(performance.now() - startedAt)
  t.diagnostic(`listening after ${tookMs} ms`)
  assert.ok(tookMs < limitMs)
  return { program, address }
}

const stop = async ({ child, ended }: Program, signal: NodeJS.Signals = 'SIGTERM') => {
  child.kill(signal)
  return ended
}

test('the first start makes the database, listens, and SIGTERM stops all of it', async t => {
  const { program, address } = await started(t, limits.firstMs)
  assert.equal((await fetch(`${address}/health`)).status, 200)
  const server = serverPidOf(dataFolder)
  assert.ok(isAlive(server))
  assert.equal(await stop(program), 0)
  assert.ok(await ends(server))
  assert.equal(program.said.err, '')
})

test('a later start finds what is there, and Ctrl-C that arrives twice stops it once', async t => {
  const { program } = await started(t, limits.laterMs)
  const server = serverPidOf(dataFolder)
  program.child.kill('SIGINT')
  assert.equal(await stop(program, 'SIGINT'), 0)
  assert.equal(program.said.out.match(/Stopping/g)?.length, 1)
  assert.ok(await ends(server))
})

test('after kill -9 the next start goes on with the same database and loses nothing', async t => {
  const first = await started(t, limits.laterMs)
  await inDatabase("create table kept (word text); insert into kept values ('committed')")
  assert.equal(await stop(first.program, 'SIGKILL'), 'SIGKILL')
  const second = await started(t, limits.laterMs)
  assert.deepEqual(await inDatabase('select word from kept'), [{ word: 'committed' }])
  const server = serverPidOf(dataFolder)
  assert.equal(await stop(second.program), 0)
  assert.ok(await ends(server))
})

test('when the database server is killed as well, the next start recovers what was committed', async t => {
  const first = await started(t, limits.laterMs)
  await inDatabase("insert into kept values ('committed too')")
  const server = serverPidOf(dataFolder)
  await stop(first.program, 'SIGKILL')
  process.kill(server, 'SIGKILL')
  const second = await started(t, limits.laterMs)
  assert.equal((await inDatabase('select word from kept')).length, 2)
  assert.equal(await stop(second.program), 0)
})

test('two servers and another command share one database, whose server stops with the last of them', async t => {
  const first = await started(t, limits.laterMs)
  const second = await started(t, limits.laterMs)
  const server = serverPidOf(dataFolder)
  const other = concord(['schema'], { environment })
  assert.equal(await other.ended, 0, other.said.err)
  assert.equal(await stop(first.program), 0)
  assert.ok(isAlive(server))
  assert.equal((await fetch(`${second.address}/health`)).status, 200)
  assert.equal(await stop(second.program), 0)
  assert.ok(await ends(server))
})

/** What `/health` answers until it is well again, asked in a loop. */
const untilWell = async (address: string): Promise<number[]> => {
  const answers: number[] = []
  for (
    const end = performance.now() + limits.firstMs;
    answers.at(-1) !== 200 && performance.now() < end;
    await pause(50)
  )
    answers.push((await fetch(`${address}/health`)).status)
  return answers
}

/** Takes a port of loopback, as another program might, until the returned function is called. */
const takePort = async (port: number): Promise<() => void> => {
  const taker = createServer()
  for (const end = performance.now() + limits.firstMs; performance.now() < end; await pause(1)) {
    const taken = await new Promise<boolean>(resolve =>
      taker.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true)),
    )
    if (taken) break
  }
  return () => taker.close()
}

test('when the database server is killed, the servers that use it start it again and lose nothing', async t => {
  const first = await started(t, limits.laterMs)
  const second = await started(t, limits.laterMs)
  await inDatabase("insert into kept values ('committed before the kill')")
  const server = serverPidOf(dataFolder)
  const port = Number(new URL(ownerUrlOf(dataFolder)).port)
  process.kill(server, 'SIGKILL')
  const release = await takePort(port)
  const answers = [...(await untilWell(first.address)), ...(await untilWell(second.address))]
  assert.deepEqual(new Set(answers), new Set([503, 200]), 'nothing but “come back” and “well”')
  assert.notEqual(Number(new URL(ownerUrlOf(dataFolder)).port), port)
  release()
  assert.deepEqual(await inDatabase("select word from kept where word = 'committed before the kill'"), [
    { word: 'committed before the kill' },
  ])
  for (const { address, program } of [first, second]) {
    assert.equal((await fetch(`${address}/demonstration-provider/jwks`)).status, 200)
    assert.match(program.said.err, /The database server had ended without our word\. It runs again/)
    assert.doesNotMatch(program.said.err, /"level":[56]0/)
  }
  const anew = serverPidOf(dataFolder)
  assert.notEqual(anew, server)
  assert.equal(await stop(first.program), 0)
  assert.ok(isAlive(anew))
  assert.equal(await stop(second.program), 0)
  assert.ok(await ends(anew))
})

test('a database that has gone from its folder is told once and not made anew, and is taken up again when it is back', async t => {
  const { program, address } = await started(t, limits.laterMs)
  const [cluster, elsewhere] = [join(dataFolder, 'postgres'), join(dataFolder, 'elsewhere')]
  process.kill(serverPidOf(dataFolder), 'SIGKILL')
  renameSync(cluster, elsewhere)
  for (let looks = 0; looks < 100 && !/has gone from/.test(program.said.err); looks++) await pause(50)
  await pause(1500)
  assert.equal(existsSync(cluster), false)
  assert.equal(program.said.err.match(/has gone from/g)?.length, 1)
  assert.equal((await fetch(`${address}/health`)).status, 503)
  renameSync(elsewhere, cluster)
  assert.equal((await untilWell(address)).at(-1), 200)
  assert.ok((await inDatabase('select word from kept')).length > 0)
  assert.equal(await stop(program), 0)
})

const refusal = async (args: readonly string[], more: Readonly<Record<string, string>>, code = 1): Promise<string> => {
  const program = concord(args, { environment: { ...environment, ...more } })
  assert.equal(await program.ended, code, program.said.out + program.said.err)
  return program.said.err.trimEnd()
}
const oneSentence = /^[A-Z][^\n]*\.$/

test('when nobody reads on what the server prints, it stops and takes the database server with it', async t => {
  const { program } = await started(t, limits.laterMs)
  const server = serverPidOf(dataFolder)
  program.child.stdout?.destroy()
  await stop(program)
  assert.ok(await ends(server))
})

test('a database with a newer schema is refused in one sentence', async t => {
  const { program } = await started(t, limits.laterMs)
  await inDatabase(`insert into schema_file (name, hash) values ('9999_of_a_later_program', '')`)
  await stop(program)
  const said = await refusal(['serve'], {})
  assert.match(said, /9999_of_a_later_program.*newer/)
  assert.doesNotMatch(said, / at .*\.ts/)
  assert.equal(existsSync(join(dataFolder, 'postgres', 'postmaster.pid')), false)
})

test('a taken port is told in one sentence', async () => {
  const taken = createServer()
  await new Promise<void>(resolve => taken.listen(0, '127.0.0.1', resolve))
  const { port } = taken.address() as { port: number }
  const said = await refusal(['serve'], { PORT: String(port) })
  assert.match(said, oneSentence)
  assert.match(said, new RegExp(`Port ${port} is taken`))
  taken.close()
})

test('a data folder that cannot be written is told in one sentence', async () => {
  const file = join(folder, 'a-file')
  writeFileSync(file, '')
  // In /proc not even root makes a file, and there Node.js's own way of making folders never ends.
  const places = [join(file, 'data'), ...(process.platform === 'linux' ? ['/proc/x', '/proc/x/y', '/proc'] : [])]
  for (const place of places) {
    const said = await refusal(['serve'], { CONCORD_DATA: place })
    assert.match(said, oneSentence)
    assert.match(said, new RegExp(`^The data folder ${place} cannot be written \\(E[A-Z]+\\): set CONCORD_DATA`))
  }
})

test('a DATABASE_URL that does not answer is told in one sentence, without the password', async () => {
  const said = await refusal(['serve'], { DATABASE_URL: 'postgres://concord:let-me-in@127.0.0.1:1/concord' })
  assert.match(said, oneSentence)
  assert.match(said, /127\.0\.0\.1:1/)
  assert.doesNotMatch(said, /let-me-in/)
})

test('without a demonstration nothing stands in for the sign-in settings', async () =>
  assert.match(await refusal(['serve'], { CONCORD_DEMO: '0' }), /OIDC_ISSUER/))

test('wrong use ends with 2 and says how', async () => {
  assert.match(await refusal(['frobnicate'], {}, 2), /no command “frobnicate”[^]*serve {2,}/)
  assert.match(await refusal(['toString'], {}, 2), /no command/)
  assert.match(await refusal(['serve', '--loud'], {}, 2), /--loud[^]*npx concord serve/)
})

test('--help tells all commands, and of each what it does', async () => {
  const all = concord(['--help'])
  assert.equal(await all.ended, 0)
  const names = [...all.said.out.matchAll(/^ {2}(\w+) {2,}/gm)].map(([, name]) => name!)
  assert.ok(names.includes('serve') && names.includes('schema'))
  for (const name of names) {
    const one = concord([name, '--help'])
    assert.equal(await one.ended, 0)
    assert.match(one.said.out, new RegExp(`npx concord ${name}`))
  }
})
