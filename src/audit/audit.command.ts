import { createWriteStream, existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { once } from 'node:events'
import { parseArgs } from 'node:util'
import {
  openDatabase,
  openPool,
  parseId,
  readConfiguration,
  Stop,
  WrongUse,
  type Command,
  type Database,
  type Id,
} from '#platform'
import { verifierFrom, type Verifier } from './checkpoint.ts'
import { inclusionProof, leafHash, type Hash } from './merkle.ts'
import { checkProof, readProof, writeProof } from './proof.ts'
import { sequenceOnce } from './sequencing.ts'
import {
  beforeAll,
  lastCheckpoint,
  placeOf,
  signedEntries,
  signerNow,
  signersOf,
  subtreeIn,
  type LogPlace,
} from './tree.store.ts'
import { verifyEvents, verifyGrowth, type Verified } from './verifying.ts'

const usage = `npx concord audit export FILE
npx concord audit verify FILE [--key KEY]
npx concord audit prove EVENT [--out FILE]
npx concord audit check PROOF [--key KEY]
npx concord audit consistency OLD NEW [--key KEY]
npx concord audit keys [--rotate]

export       every event of the log into FILE, a line each, as it stands in the database now; the signed checkpoint into
             FILE.checkpoint, and the public keys into FILE.keys
verify       whether the events in FILE are those that were signed: each as it was, none left out, put in, repeated or moved
prove        a proof that one event (its id) is in the log, as a file
check        whether a proof holds
consistency  whether the export NEW begins with what OLD (an export, or a checkpoint that was sent off) was signed over
keys         the public keys that sign, the one of today first; --rotate makes a new one

verify, check and consistency need no database and no Concord that runs. Without --key they take the keys that lie beside the
file, which whoever changed the file could have changed too: give them the key that you were told when the log began.`

/** `concord audit`: takes the log out and proves it, or finds that it was changed. */
export const auditCommand: Command = {
  summary: 'take the log out, prove it, verify it',
  usage,
  run: async (args, stopping) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { key: { type: 'string', multiple: true }, out: { type: 'string' }, rotate: { type: 'boolean' } },
      allowPositionals: true,
    })
    const [what, first, second, ...more] = positionals
    const one = (name: string): string => {
      if (first === undefined || second !== undefined) throw new WrongUse(`Name ${name}.`)
      return first
    }
    if (more.length > 0) throw new WrongUse('That is more than it takes.')
    switch (what) {
      case 'export':
        return withJobs(async db => exportLog(db, one('one file to write'), stopping))
      case 'verify': {
        const file = one('the file of events')
        const keys = await keysFor(values.key, file)
        return told(await verifyEvents(file, await textOf(`${file}.checkpoint`), keys))
      }
      case 'prove':
        return withJobs(async db => prove(db, one('one event, by its id'), values.out))
      case 'check': {
        const file = one('the file of the proof')
        return check(await textOf(file), await keysFor(values.key, file))
      }
      case 'consistency': {
        if (first === undefined || second === undefined) throw new WrongUse('Name the older one and the newer one.')
        const older = existsSync(`${first}.checkpoint`) ? `${first}.checkpoint` : first
        const keys = await keysFor(values.key, second)
        return told(await verifyGrowth(await textOf(older), second, await textOf(`${second}.checkpoint`), keys))
      }
      case 'keys':
        return withJobs(async db => keys(db, values.rotate === true))
      default:
        throw new WrongUse('Say what to do: export, verify, prove, check, consistency or keys.')
    }
  },
}

const textOf = async (file: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8')
  } catch {
    throw new Stop(`${file} is not there, or cannot be read.`)
  }
}

/** The keys that were given, or else those that lie beside the file. */
const keysFor = async (given: readonly string[] | undefined, file: string): Promise<readonly Verifier[]> => {
  const texts = given ?? (await textOf(`${file}.keys`)).split('\n').filter(line => line !== '')
  if (given === undefined) console.error(`The keys are those in ${file}.keys: with --key give the one that you know.`)
  return texts.map(text => {
    const verifier = verifierFrom(text)
    if (verifier === undefined) throw new WrongUse(`“${text.slice(0, 100)}” is no public key of a log.`)
    return verifier
  })
}

const told = (verified: Verified): 0 | 1 => {
  if (!verified.holds) {
    console.error(`It does not hold: ${verified.why}.`)
    return 1
  }
  const { origin, size, root } = verified.checkpoint
  console.log(`It holds: ${size.toLocaleString('en-GB')} events of ${origin}, root ${root.toString('hex')}.`)
  return 0
}

const withJobs = async <Result>(work: (db: Database) => Promise<Result>): Promise<Result> => {
  const database = await openDatabase(readConfiguration(process.env), sentence => console.error(sentence))
  const db = openPool(database.jobsUrl, { max: 2, name: 'concord audit' })
  try {
    return await work(db)
  } finally {
    await db.close()
    await database.close()
  }
}

/** What has been written since the last checkpoint is taken up first, so that a log nobody serves has one too. */
const takeUp = async (db: Database): Promise<void> => {
  while ((await sequenceOnce(db)) !== undefined);
}

const atOnce = 5000

const exportLog = async (db: Database, file: string, stopping: AbortSignal): Promise<0 | 1> => {
  for (const each of [file, `${file}.checkpoint`, `${file}.keys`])
    if (existsSync(each)) throw new Stop(`${each} is there already, and nothing is written over.`)
  await takeUp(db)
  const checkpoint = await lastCheckpoint(db.pool)
  if (checkpoint === undefined) throw new Stop('The log is empty: nothing has been signed yet.')
  const out = createWriteStream(file, { flags: 'wx', mode: 0o600 })
  let [place, events]: [LogPlace, number] = [beforeAll, 0]
  for (;;) {
    if (stopping.aborted) return 1
    const entries = await signedEntries(db.pool, place, checkpoint.size, atOnce)
    if (entries.length === 0) break
    if (!out.write(entries.map(({ leaf }) => `${leaf}\n`).join(''))) await once(out, 'drain')
    place = entries.at(-1)!
    events += entries.length
  }
  out.end()
  await once(out, 'finish')
  await writeFile(`${file}.checkpoint`, checkpoint.note, { flag: 'wx', mode: 0o600 })
  const signers = await signersOf(db.pool)
  await writeFile(`${file}.keys`, signers.map(({ verifier }) => `${verifier}\n`).join(''), { flag: 'wx', mode: 0o600 })
  console.log(
    `${file} holds ${events.toLocaleString('en-GB')} events; ${checkpoint.size.toLocaleString('en-GB')} were signed.`,
  )
  return 0
}

const prove = async (db: Database, event: string, out: string | undefined): Promise<0 | 1> => {
  const id = parseId<Id<'audit entry'>>(event)
  if (id === undefined) throw new WrongUse('An event is named by its id.')
  await takeUp(db)
  const [place, checkpoint] = [await placeOf(db.pool, id), await lastCheckpoint(db.pool)]
  if (place === undefined || checkpoint === undefined) throw new Stop('The log has no such event.')
  if (place.leaf === null || !leafHash(Buffer.from(place.leaf)).equals(place.hash)) {
    console.error(`It cannot be proved: the event at place ${place.index} is not what was signed.`)
    return 1
  }
  const wanted: [number, number][] = []
  inclusionProof(place.index, checkpoint.size, (from, to) => {
    wanted.push([from, to])
    return place.hash
  })
  const subtrees = new Map<string, Hash>()
  for (const [from, to] of wanted) subtrees.set(`${from} ${to}`, await subtreeIn(db.pool, from, to))
  const hashes = inclusionProof(place.index, checkpoint.size, (from, to) => subtrees.get(`${from} ${to}`)!)
  const text = writeProof({ index: place.index, event: place.leaf, hashes, checkpoint: checkpoint.note })
  if (out === undefined) {
    process.stdout.write(text)
    return 0
  }
  const signers = await signersOf(db.pool)
  await writeFile(out, text, { flag: 'wx', mode: 0o600 })
  await writeFile(`${out}.keys`, signers.map(({ verifier }) => `${verifier}\n`).join(''), { flag: 'wx', mode: 0o600 })
  console.log(`${out} proves event ${id}, at place ${place.index} of ${checkpoint.size.toLocaleString('en-GB')}.`)
  return 0
}

const check = (text: string, verifiers: readonly Verifier[]): 0 | 1 => {
  const proof = readProof(text)
  const checkpoint = proof && checkProof(proof, verifiers)
  if (!proof || !checkpoint) {
    console.error(
      `It does not hold: ${proof ? 'the event is not in the log that was signed, or the signature is another’s' : 'the file is no proof'}.`,
    )
    return 1
  }
  console.log(
    `It holds: the event is at place ${proof.index} of ${checkpoint.size.toLocaleString('en-GB')} of ${checkpoint.origin}.`,
  )
  console.log(proof.event)
  return 0
}

const keys = async (db: Database, rotate: boolean): Promise<0> => {
  const client = await db.pool.connect()
  try {
    await client.query('begin')
    await signerNow(client, { isNew: rotate })
    await client.query('commit')
    for (const { verifier, madeAt, retiredAt } of await signersOf(client))
      console.log(`${verifier}  ${madeAt.toString()} to ${retiredAt?.toString() ?? 'now'}`)
  } finally {
    client.release()
  }
  return 0
}
