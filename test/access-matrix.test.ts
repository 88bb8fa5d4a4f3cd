// Prints who may see and do what into test/access-matrix.txt, for a manager to read: every change of policy shows there as a
// difference. The answers are the database's and the running server's. `npm run matrix` writes the file anew.
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import pg from 'pg'
import { beginApiSession, demonstrationOfficers, demonstrationSignIns, roleInWords } from '#access'
import { hashOfToken, newId, openPool, type Access } from '#platform'
import type { Case, Spell } from '../src/access/access.ts'
import { statementsOf, writeRecord } from './support/access-world.ts'
import { demonstrationDatabase, startServer } from './support/server.ts'

const file = join(import.meta.dirname, 'access-matrix.txt')
const database = await demonstrationDatabase()
const { address } = await startServer(database)
const owner = new pg.Client(database.ownerUrl)
const app = new pg.Client(database.appUrl)
await owner.connect()
await app.connect()
const db = openPool(database.appUrl, { max: 2 })
after(() => Promise.all([owner.end(), app.end(), db.close()]))

const idsBy = async (text: string): Promise<Record<string, string>> =>
  Object.fromEntries((await owner.query<{ key: string; id: string }>(text)).rows.map(({ key, id }) => [key, id]))
const unit = await idsBy('select code as key, id from unit')
const agency = await idsBy('select code as key, id from agency')
const officer = await idsBy('select subject as key, id from officer where subject is not null')

const now: Spell = { from: Temporal.Now.instant().subtract({ hours: 48 }), to: null }
const nothing: Case = {
  ownership: [],
  bases: [],
  named: [],
  partners: [],
  arrangements: [],
  covers: [],
  away: [],
  residences: [],
  exclusions: [],
  restrictions: [],
  compartments: [],
}
const ledBy = (code: string, of: string, { counterTerrorism = false, confirmed = true } = {}): Case => ({
  ...nothing,
  ownership: [{ ...now, unit: unit[code]!, agency: agency[of]!, region: null }],
  bases: [{ ...now, counterTerrorism, confirmed }],
})
const compartment = async (shows: 'none' | 'contact') => {
  const id = newId() as string
  await owner.query('insert into compartment (id, name, shows) values ($1, $2, $3)', [
    id,
    `One that shows ${shows}`,
    shows,
  ])
  return { ...now, compartment: id, shows }
}
const ordinary = ledBy('22-PPU', '22')
const terrorism = ledBy('CTWM-NM', 'CTWM', { counterTerrorism: true })

const stories: readonly (readonly [string, Case])[] = [
  ['not counter-terrorism, led by West Mercia', ordinary],
  [
    'not counter-terrorism, led by Cheshire, lives in West Mercia',
    { ...ledBy('06-PPU', '06'), residences: [{ ...now, force: agency['22']! }] },
  ],
  [
    'not counter-terrorism, led by Cheshire, in the West Mercia MAPPA arrangement',
    { ...ledBy('06-PPU', '06'), arrangements: [{ ...now, area: await areaOf('22') }] },
  ],
  ['counter-terrorism, led by CTP West Midlands, nobody named', terrorism],
  [
    'counter-terrorism, led by CTP West Midlands, record manager R. Ashdown',
    { ...terrorism, named: [{ ...now, officer: officer['ctnm-officer']! }] },
  ],
  [
    'counter-terrorism, led by CTP West Midlands, partner West Mercia, which has named nobody',
    { ...terrorism, partners: [{ ...now, unit: unit['22-PPU']!, officer: null }] },
  ],
  [
    'counter-terrorism, led by CTP West Midlands, named partner J. Merrick',
    { ...terrorism, partners: [{ ...now, unit: unit['22-PPU']!, officer: officer['force-officer']! }] },
  ],
  [
    'counter-terrorism, led by CTP West Midlands, partner National Security Division',
    { ...terrorism, partners: [{ ...now, unit: unit['N43']!, officer: null }] },
  ],
  [
    'counter-terrorism, led by CTP West Midlands, lives in West Mercia',
    { ...terrorism, residences: [{ ...now, force: agency['22']! }] },
  ],
  ['led by West Mercia, basis still to be confirmed', ledBy('22-PPU', '22', { confirmed: false })],
  [
    'led by West Mercia, J. Merrick excluded',
    { ...ordinary, exclusions: [{ ...now, officer: officer['force-officer']! }] },
  ],
  [
    'led by West Mercia, restricted to G. Penhallow, others see nothing',
    {
      ...ordinary,
      restrictions: [{ ...now, shows: 'none', members: [{ ...now, officer: officer['ctnm-supervisor']! }] }],
    },
  ],
  [
    'led by West Mercia, restricted to J. Merrick, others see whom to ring',
    {
      ...ordinary,
      restrictions: [{ ...now, shows: 'contact', members: [{ ...now, officer: officer['force-officer']! }] }],
    },
  ],
  [
    'led by West Mercia, in a compartment of nobody here, which shows nothing',
    { ...ordinary, compartments: [await compartment('none')] },
  ],
  [
    'led by West Mercia, in a compartment of nobody here, which shows whom to ring',
    { ...ordinary, compartments: [await compartment('contact')] },
  ],
]

async function areaOf(code: string): Promise<string> {
  return (await owner.query<{ area: string }>('select area from agency where code = $1', [code])).rows[0]!.area
}

const nominals = new Map<string, string>()
for (const [story, subject] of stories) {
  const nominal = newId() as string
  nominals.set(story, nominal)
  await writeRecord(owner, nominal)
  for (const [text, values] of statementsOf(nominal, subject, {
    officer: officer['force-officer']!,
    agency: agency['22']!,
  }))
    await owner.query(text, values)
  await owner.query('select refresh_record(array[$1::uuid])', [nominal])
}

const accessOf = async (token: string): Promise<Map<string, Access>> => {
  await app.query('begin')
  try {
    await app.query('select enter($1)', [hashOfToken(token)])
    const { rows } = await app.query<{ id: string; access: Access }>('select id, access from open_records($1)', [
      [...nominals.values()],
    ])
    return new Map(rows.map(({ id, access }) => [id, access]))
  } finally {
    await app.query('rollback')
  }
}

/** What a role does, as one request that shows whether it may: 403 and 404 are no. */
const actions: readonly (readonly [string, string, string])[] = [
  ['see one’s own work on the first page', 'GET', '/'],
  ['search for people', 'GET', '/search?q=Nobody+Atall'],
  ['search by program', 'GET', '/api/v1/nominals?q=Nobody+Atall'],
  ['see the extracts of one’s agency', 'GET', '/extracts'],
  ['see and end one’s own sessions', 'GET', '/sessions'],
]
const may = async (token: string, method: string, path: string): Promise<boolean> => {
  const headers = path.startsWith('/api/')
    ? { authorization: `Bearer ${token}` }
    : { cookie: `concord_session=${token}`, accept: 'text/html' }
  const { status } = await fetch(address + path, { method, headers, redirect: 'manual' })
  assert.ok(status < 500, `${method} ${path}: ${status}`)
  return status < 400
}

const table = (
  heading: string,
  columns: readonly string[],
  rows: readonly (readonly [string, readonly string[]])[],
): string => {
  const first = Math.max(...rows.map(([name]) => name.length))
  const line = (name: string, cells: readonly string[]) =>
    `${name.padEnd(first)}  ${cells.map(cell => cell.padEnd(8)).join('')}`.trimEnd()
  return [
    heading,
    '',
    ...columns.map((words, n) => `${String(n + 1).padStart(4)}  ${words}`),
    '',
    line(
      '',
      columns.map((_, n) => String(n + 1)),
    ),
    ...rows.map(([name, cells]) => line(name, cells)),
    '',
  ].join('\n')
}

const printed = async (): Promise<string> => {
  const asWhom = async (signIn: string) => ({ signIn, token: await beginApiSession(db, signIn, 'access matrix') })
  const everybody = await Promise.all(demonstrationSignIns.map(({ signIn }) => asWhom(signIn)))
  const nameOf = (signIn: string) => {
    const { role } = demonstrationOfficers.find(each => each.signIn === signIn)!
    return `${signIn} (${roleInWords(role)})`
  }
  const rowOf = async (name: string, token: string): Promise<readonly [string, readonly string[]]> => {
    const found = await accessOf(token)
    return [name, stories.map(([story]) => found.get(nominals.get(story)!) ?? '–')]
  }
  const seen: (readonly [string, readonly string[]])[] = []
  for (const { signIn, token } of everybody) seen.push(await rowOf(nameOf(signIn), token))
  const done: (readonly [string, readonly string[]])[] = []
  for (const { signIn, token } of everybody) {
    const cells: string[] = []
    for (const [, method, path] of actions) cells.push((await may(token, method, path)) ? 'yes' : '–')
    done.push([nameOf(signIn), cells])
  }
  // What lapses is gone on the next request, for whoever it was full to.
  const lapsing = everybody.find(({ signIn }) => signIn === 'force-officer')!
  const held = officer['force-officer']
  await owner.query(`update training set during = daterange(lower(during), current_date) where officer_id = $1`, [held])
  seen.push(await rowOf('force-officer, training lapsed today', lapsing.token))
  await owner.query(`update officer set disabled_at = now() where id = $1`, [held])
  seen.push(await rowOf('force-officer, disabled', lapsing.token))
  return [
    'Who may see and do what: printed by test/access-matrix.test.ts from a running server. – is no access, or no.',
    '',
    table(
      'What each sign-in of the demonstration sees of a case that is',
      stories.map(([story]) => story),
      seen,
    ),
    table(
      'What each may do',
      actions.map(([words]) => words),
      done,
    ),
  ].join('\n')
}

test('who may see and do what is as the committed matrix says', async () => {
  const matrix = await printed()
  if (process.env.CONCORD_WRITE_MATRIX === '1') writeFileSync(file, matrix)
  assert.equal(matrix, readFileSync(file, 'utf8'))
})
