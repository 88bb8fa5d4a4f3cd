// The first page: what is due, what waits, what has changed, and the caseload; for an officer, and for a supervisor of the unit. And two
// worlds, of which the second has records besides that the officer may not know of: whatever they ask is answered alike.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import { beginApiSession } from '#access'
import { dayOf, newId, openPool, type NominalId } from '#platform'
import { addFact, aNominal } from './support/nominal.ts'
import { demonstrationDatabase, startServer } from './support/server.ts'
import { visitor } from './support/visitor.ts'

const today = dayOf(Temporal.Now.instant())
const day = (days: number): string => today.add({ days }).toString()
const unit = { unit: 'CTWM-NM', counterTerrorism: true } as const

type Somebody = {
  readonly id: NominalId
  readonly name: string
  readonly excluded?: boolean
  readonly unconfirmed?: boolean
  /** Days from today of the reviews of their markers. */
  readonly reviews: readonly number[]
}
const somebody = (name: string, reviews: readonly number[], more: Partial<Somebody> = {}): Somebody => ({
  id: newId<NominalId>(),
  name,
  reviews,
  ...more,
})

const world = async (people: readonly Somebody[]) => {
  const database = await demonstrationDatabase()
  const { address } = await startServer(database)
  const owner = new pg.Client(database.ownerUrl)
  await owner.connect()
  const db = openPool(database.appUrl, { max: 2 })
  after(() => Promise.all([owner.end(), db.close()]))
  const officerId = async (signIn: string) =>
    (
      await owner.query<{ id: string; agency_id: string }>('select id, agency_id from officer where subject = $1', [
        signIn,
      ])
    ).rows[0]!
  const [officer, supervisor] = [await officerId('ctnm-officer'), await officerId('ctnm-supervisor')]
  const bySupervisor = { source_kind: 'officer', recorded_by: supervisor.id, agency_id: supervisor.agency_id }

  for (const person of people) {
    await aNominal(owner, {
      id: person.id,
      names: [{ forenames: person.name, surname: 'Penhaligon' }],
      ...unit,
      manager: 'ctnm-officer',
      ...(person.excluded ? { excluded: ['ctnm-officer'] } : {}),
    })
    for (const [at, review] of person.reviews.entries())
      await addFact(owner, person.id, 'marker', {
        id: markerOf(person, at),
        scheme: 'any',
        code: 'V',
        words: `Violent ${at}`,
        verified: true,
        review_on: day(review),
      })
    // Everybody was looked at yesterday, and a supervisor has said something since.
    await owner.query(
      `insert into last_look (officer_id, nominal_id, looked_at) values ($1, $2, now() - interval '1 day')`,
      [officer.id, person.id],
    )
    for (const table of ['known_name', 'basis', 'marker', 'ownership', 'record_manager', 'assignment', 'partner'])
      await owner.query(`update ${table} set recorded_at = recorded_at - interval '2 days' where nominal_id = $1`, [
        person.id,
      ])
    await addFact(owner, person.id, 'language', { ...bySupervisor, language: 'Welsh', recorded_at: saidAt(person) })
    // The same in every world: numbers and moments follow from who it is.
    await owner.query(
      `update nominal_file set reference = $2, changed_at = '2026-11-01T12:00:00Z'::timestamptz + make_interval(mins => $3) where nominal_id = $1`,
      [person.id, `CN-26-${person.id.slice(-6)}`, parseInt(person.id.slice(-4), 16)],
    )
  }
  const tokenOf = (signIn: string) => beginApiSession(db, signIn, 'home')
  const token = await tokenOf('ctnm-officer')
  return {
    owner,
    address,
    bySupervisor,
    tokenOf,
    ask: async (path: string, as = token): Promise<readonly [number, string]> => {
      const headers = path.startsWith('/api/')
        ? { authorization: `Bearer ${as}` }
        : { cookie: `concord_session=${as}`, accept: 'text/html' }
      const reply = await fetch(address + path, { headers })
      return [reply.status, withoutTime(await reply.text())]
    },
  }
}
/** In the hour before now, and the same in every world. */
const began = Temporal.Now.instant()
const saidAt = ({ id }: Somebody): string => began.subtract({ milliseconds: parseInt(id.slice(-5), 16) }).toString()
const markerOf = ({ id }: Somebody, at: number): string => `${id.slice(0, -1)}${at.toString(16)}`

const withoutTime = (page: string): string =>
  page
    .replaceAll(/\d{1,2}(:\d\d)?(am|pm)|midday|midnight/g, '')
    .replaceAll(/data-seconds-left="\d+"/g, '')
    .replaceAll(/name="formToken" value="[^"]*"/g, '')

const visible = Array.from({ length: 60 }, (_, n) => somebody(`Osric ${n}`, n % 2 === 0 ? [n - 20, n + 1] : []))
const hidden = Array.from({ length: 20 }, (_, n) => somebody(`Hidden ${n}`, [n - 40, n], { excluded: true }))
const everyone = [...visible, ...hidden].toSorted((a, b) => a.name.slice(-1).localeCompare(b.name.slice(-1)))
const [without, withHidden] = [await world(visible), await world(everyone)]

type Page = {
  readonly next: string | null
  readonly total: number
  readonly due?: readonly Record<string, string>[]
  readonly rows?: readonly Record<string, string>[]
}
const pagesOf = async (from: typeof without, path: string): Promise<readonly Page[]> => {
  const pages: Page[] = []
  let next: string | null = ''
  while (next !== null) {
    const [status, text]: readonly [number, string] = await from.ask(
      next === '' ? path : `${path}?${new URLSearchParams({ cursor: next }).toString()}`,
    )
    assert.equal(status, 200, text)
    pages.push(JSON.parse(text) as Page)
    next = pages.at(-1)!.next
  }
  return pages
}

test('what is due, what changed and the caseload are the same with and without those one may not know of', async () => {
  for (const path of ['/', '/due', '/due?waiting=1']) {
    const [one, other] = await Promise.all([without.ask(path), withHidden.ask(path)])
    assert.deepEqual(one, other, path)
  }
  for (const path of ['/api/v1/due', '/api/v1/caseload'])
    assert.deepEqual(await pagesOf(without, path), await pagesOf(withHidden, path))
  const [, home] = await withHidden.ask('/')
  assert.match(home, /Osric/)
  assert.doesNotMatch(home, /Hidden/)
})

test('programs read all that is due, the longest overdue first, page by page, each once', async () => {
  const pages = await pagesOf(without, '/api/v1/due')
  const due = pages.flatMap(page => page.due!)
  assert.deepEqual(
    pages.map(({ total, due }) => [total, due!.length]),
    [
      [58, 50],
      [58, 8],
    ],
  )
  assert.equal(new Set(due.map(({ fact }) => JSON.stringify(fact))).size, due.length)
  assert.deepEqual(
    due.map(({ dueOn }) => dueOn),
    due.map(({ dueOn }) => dueOn!).toSorted((a, b) => a.localeCompare(b)),
  )
  assert.deepEqual(
    due.filter(({ overdue }) => overdue).map(({ dueOn }) => dueOn),
    due.map(({ dueOn }) => dueOn).filter(dueOn => dueOn! < today.toString()),
  )
  assert.match(due[0]!['why']!, /Data Protection Act 2018, section 39/)
})

test('and the caseload, those that changed last first', async () => {
  const pages = await pagesOf(without, '/api/v1/caseload')
  const rows = pages.flatMap(page => page.rows!)
  assert.deepEqual(
    pages.map(({ rows }) => rows!.length),
    [25, 25, 10],
  )
  assert.deepEqual(new Set(rows.map(({ id }) => id)), new Set<unknown>(visible.map(({ id }) => id)))
  assert.deepEqual(
    rows.map(({ changedAt }) => changedAt),
    rows.map(({ changedAt }) => changedAt!).toSorted((a, b) => b.localeCompare(a)),
  )
})

test('a place that is none is refused, and a role without cases has neither', async () => {
  for (const path of [
    '/api/v1/due?cursor=x',
    '/api/v1/due?cursor=2026-02-30___',
    '/due?cursor=x',
    '/due?waiting=2',
    '/api/v1/caseload?cursor=x',
  ])
    assert.equal((await without.ask(path))[0], 400, path)
  const auditor = await without.tokenOf('auditor')
  for (const path of ['/due', '/api/v1/due', '/api/v1/caseload'])
    assert.equal((await without.ask(path, auditor))[0], 403, path)
})

const textOf = (page: string, id: string): string =>
  (new RegExp(`<section class="section" id="${id}"[^]*?</section>`).exec(page)?.[0] ?? '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')

test('an officer sees what is overdue first, what others said since, and the next date of each of their cases', async () => {
  const officer = visitor(without.address)
  await officer.signIn('ctnm-officer')
  const page = await (await officer.get('/')).text()
  assert.match(
    textOf(page, 'due'),
    /The first 15 of 58, the longest overdue first Overdue Was due .*, 20 days ago Osric 0 Penhaligon/,
  )
  assert.match(
    textOf(page, 'changed'),
    /Changed on your caseload since you last looked Osric \d+ Penhaligon CN-26-\S+ Language added/,
  )
  assert.match(textOf(page, 'changed'), /And 45 more records/)
  assert.match(textOf(page, 'caseload'), /25 of 60 people whose record you manage/)
  assert.match(textOf(page, 'caseload'), /Review of a marker: Violent 0\. (?:Due|Was due)/)
  assert.equal(textOf(page, 'waiting'), '')
  // Whoever opens one has seen it.
  await officer.get(`/nominals/${visible[0]!.id}`)
  assert.match(textOf(await (await officer.get('/')).text(), 'changed'), /And 44 more records/)
})

test('a supervisor sees the same of the whole unit, and what waits for them but for what they set themselves', async () => {
  const { owner, bySupervisor } = without
  const theirs = await aNominal(owner, { names: [{ forenames: 'Wenna', surname: 'Trelawny' }], ...unit })
  const set = { scheme: 'any', code: 'V', basis: 'Seen', incident_on: day(-1), review_on: day(200) }
  const author = (
    await owner.query<{ id: string; agency_id: string }>(
      `select id, agency_id from officer where subject = 'ctnm-officer'`,
    )
  ).rows[0]!
  await addFact(owner, theirs, 'marker', {
    ...set,
    words: 'Weapons',
    source_kind: 'officer',
    recorded_by: author.id,
    agency_id: author.agency_id,
  })
  await addFact(owner, theirs, 'marker', { ...set, ...bySupervisor, words: 'Firearms' })
  const supervisor = visitor(without.address)
  await supervisor.signIn('ctnm-supervisor')
  const page = await (await supervisor.get('/')).text()
  assert.match(textOf(page, 'waiting'), /Wenna Trelawny .* A marker waits for approval: Weapons/)
  assert.doesNotMatch(page, /Firearms <\/p>|approval: Firearms/)
  assert.match(textOf(page, 'due'), /Due in your unit/)
  assert.match(textOf(page, 'caseload'), /25 of 61 people whose record is with your unit/)
  const officer = visitor(without.address)
  await officer.signIn('ctnm-officer')
  assert.doesNotMatch(await (await officer.get('/')).text(), /approval: Weapons/)
})
