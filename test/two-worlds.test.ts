// Two worlds with the same people in them; in the second there are others besides, of whom one officer may not know: excluded,
// on another's list, in a compartment, without a confirmed basis, or elsewhere in counter-terrorism. Whatever that officer asks
// is answered in the second world, byte for byte, as in the first: hits, their order, pages, cursors, and what is not there.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import { beginApiSession } from '#access'
import { newId, openPool, type NominalId } from '#platform'
import { chanceFrom } from './support/access-world.ts'
import { addFact, aNominal, type Person } from './support/nominal.ts'
import { demonstrationDatabase, startServer } from './support/server.ts'

const seed = Number(process.env['CONCORD_SEED'] ?? Date.now() % 1_000_000)
const chance = chanceFrom(seed)

const given = [
  'Walter',
  'Wolter',
  'Mohammed',
  'Muhammad',
  'Mahmoud',
  'Abdi',
  'Katie',
  'Katherine',
  'Yusuf',
  'Jozef',
  'J',
]
const family = ['Ratcliffe', 'Radclyffe', 'Smith', 'Smyth', 'Schmidt', 'Khan', 'Kahn', 'Abdi', 'O’Neil-Smith', 'Neill']
const born = ['1982-07-03', '1982-03-07', '1990-01-01']
const numbers = ['2002/0073319Z', '2009/0480102L', '1986/0047459U', '2001/0171310S']

const someone = (unit: string): Person & { readonly id: NominalId } => ({
  id: newId<NominalId>(),
  names: Array.from({ length: 1 + chance.below(3) }, () => ({
    forenames: [chance.of(given), ...(chance.likely(0.3) ? [chance.of(given)] : [])].join(' '),
    surname: chance.of(family),
  })),
  bornOn: chance.of(born),
  numbers: chance.likely(0.3) ? [['pnc', chance.of(numbers)]] : [],
  unit,
})

const visible = Array.from({ length: 90 }, () =>
  chance.likely(0.2)
    ? { ...someone('CTWM-NM'), counterTerrorism: true, manager: 'ctnm-officer' }
    : someone(chance.of(['22-PPU', '22-PPU', 'CTWM-NM'])),
)
/** Contact is the most that one learns of these, and never by what is asked here. */
const elsewhere = (): Person & { readonly id: NominalId } => ({
  ...someone('CTNW-NM'),
  numbers: [],
  counterTerrorism: true,
})
const hidden = Array.from({ length: 160 }, (_, n) => {
  const person = n % 5 === 4 ? elsewhere() : someone(chance.of(['22-PPU', 'CTWM-NM']))
  // Words that only they bear, like those that are asked for.
  const names = chance.likely(0.5)
    ? [...person.names, { forenames: `Walt${'aeiouy'[n % 6]!}r`, surname: `Ratcl${'aeiouy'[chance.below(6)]!}ffe` }]
    : person.names
  const wall = [
    { excluded: ['ctnm-officer'] },
    { onlyFor: ['ctnm-supervisor'] },
    { unit: '22-PPU', confirmed: false },
    { inCompartment: true },
    {},
  ][n % 5]!
  return { ...person, names, ...wall }
})

/** Everybody has a photograph; its id follows from theirs. */
const fileOf = (nominal: string): string => `${nominal.slice(0, 8)}-f11e${nominal.slice(13)}`
const aPhotograph = async (owner: pg.Client, nominal: NominalId): Promise<void> => {
  const [file, object] = [fileOf(nominal), newId()]
  await addFact(owner, nominal, 'file', {
    id: file,
    kind: 'photograph',
    taken_on: '2020-02-02',
    description: 'Face',
    marking: 'OFFICIAL',
    name: 'face.jpg',
    given_type: 'image/jpeg',
    given_size: 1,
    given_sha256: 'a'.repeat(64),
    rewritten: true,
  })
  await owner.query(`insert into file_object (id, store) values ($1, 'database')`, [object])
  await owner.query(
    `insert into file_content (file_id, form, nominal_id, object_id, media_type, size, sha256, key)
     values ($1, 'small', $2, $3, 'image/jpeg', 1, $4, sha256('x'))`,
    [file, nominal, object, 'a'.repeat(64)],
  )
}

/** So many whom nobody here may know of share one name with three who are seen: no cap and no cut-off may let them push these out. */
const crowd = Array.from({ length: 700 }, (_, n) => ({
  ...someone('22-PPU'),
  names: [{ forenames: ['Gareth', 'Gary', 'Garath'][n % 3]!, surname: ['Pemberthy', 'Pemberthey'][n % 2]! }],
  bornOn: '1980-05-05',
  address: '9 Crowded Lane',
  excluded: ['ctnm-officer'],
}))
const seenInCrowd = Array.from({ length: 3 }, (_, n) => ({
  ...someone('CTWM-NM'),
  names: [{ forenames: 'Gareth', surname: n === 0 ? 'Pemberthy' : 'Pembertey' }],
  bornOn: '1980-05-05',
  address: '9 Crowded Lane',
  counterTerrorism: true,
  manager: 'ctnm-officer',
}))

type World = { readonly ask: (path: string) => Promise<readonly [number, string]> }

const world = async (people: readonly (Person & { readonly inCompartment?: boolean })[]): Promise<World> => {
  const database = await demonstrationDatabase()
  const { address } = await startServer(database)
  const owner = new pg.Client(database.ownerUrl)
  await owner.connect()
  const db = openPool(database.appUrl, { max: 2 })
  after(() => Promise.all([owner.end(), db.close()]))
  const compartment = newId<NominalId>()
  await owner.query(`insert into compartment (id, name, shows) values ($1, 'Two worlds', 'none')`, [compartment])
  for (const person of people) {
    const id = await aNominal(owner, person)
    await aPhotograph(owner, id)
    if (person.inCompartment) await addFact(owner, id, 'compartment_of', { compartment_id: compartment })
  }
  const token = await beginApiSession(db, 'ctnm-officer', 'two worlds')
  return {
    ask: async path => {
      const headers = path.startsWith('/api/')
        ? { authorization: `Bearer ${token}` }
        : { cookie: `concord_session=${token}`, accept: 'text/html' }
      const reply = await fetch(address + path, { headers })
      return [reply.status, withoutTime(await reply.text())]
    },
  }
}

/** What differs between two sessions, or two moments, of one world. */
const withoutTime = (page: string): string =>
  page
    .replaceAll(/\d{1,2}(:\d\d)?(am|pm)|midday|midnight/g, '')
    .replaceAll(/data-seconds-left="\d+"/g, '')
    .replaceAll(/name="formToken" value="[^"]*"/g, '')

// Among the others, not after them: neither the order of ids nor of writing may help.
const seen = [...visible, ...seenInCrowd]
const everyone = [...seen, ...hidden, ...crowd]
for (let at = everyone.length - 1; at > 0; at--) {
  const swap = chance.below(at + 1)
  ;[everyone[at], everyone[swap]] = [everyone[swap]!, everyone[at]!]
}
const [without, withHidden] = [await world(seen), await world(everyone)]
const inBoth = (path: string): Promise<[readonly [number, string], readonly [number, string]]> =>
  Promise.all([without.ask(path), withHidden.ask(path)])

const questions = [
  ...given.filter(word => word.length > 1),
  ...family,
  ...Array.from({ length: 60 }, () => `${chance.of(given)} ${chance.of(family)}`),
  ...Array.from({ length: 20 }, () => `${chance.of(given)} ${chance.of(given)} ${chance.of(family)}`),
  ...Array.from({ length: 30 }, () => `${chance.of(given)}x ${chance.of(family).slice(1)}`),
  ...Array.from({ length: 20 }, () => `${chance.of(family)} ${chance.of(born)}`),
  ...numbers.flatMap(number => [number, `${chance.of(given)} ${chance.of(family)} ${number}`]),
  'Waltir Ratclaffe',
  'Waltyr',
]

type Asked = Readonly<Record<string, string>>
/** More than the one box: a date of birth in part, an age, filters, an address, a postcode, and what keys do not find. */
const further: readonly Asked[] = [
  ...['1982', '1982-07', '1990-01', '1980'].flatMap(birth => [
    { q: chance.of(family), born: birth },
    { q: `${chance.of(given)} ${chance.of(family)}`, born: birth },
  ]),
  { q: 'smith', about: '44' },
  { q: 'khan', ageFrom: '30', ageTo: '45' },
  { q: 'walter', agency: '22' },
  { q: 'walter ratcliffe', status: 'unknown' },
  { q: 'walter ratcliffe', place: 'telford' },
  { q: 'gareth pemberthy' },
  { q: 'gareth pemberthy', born: '1980-05-05' },
  { q: 'gareth pemberthy', born: '1980' },
  { q: 'garet pembery' },
  { q: 'pemberthy' },
  { q: 'pembertey' },
  { q: 'gareth xemberthyx' },
  { q: 'Pemb Gar' },
  { address: '9 Crowded Lane', postcode: 'TF3 4NA' },
  { q: 'pemberthy', address: '9 crowded ln tf3 4na' },
  { postcode: 'TF3 4NA' },
  { address: 'Crowded Lane' },
  { q: 'smith', postcode: 'TF3 4NA' },
  { q: 'gareth pemberthy tf34na' },
  { q: 'tf3' },
  { q: 'TF3 4' },
  { q: 'walter tf3' },
  { postcode: 'TF3', address: 'Crowded Lane' },
  { q: '9 Crowded Lane' },
  { q: '9 crowded lane telford' },
  { q: 'pemberthy, 9 Crowded Lane' },
  { address: '9 Crowded Lane, Leeds' },
  { q: '3 7 1982' },
  { q: 'july 1982' },
  { born: '1990-01-01' },
  { born: '1980' },
  { born: 'May 1980', place: 'Telford' },
  { born: '1980', agency: '22' },
  { born: 'about 40' },
  { q: 'Tony Pemberthy' },
  { q: 'Вальтер Ratcliffe' },
  { q: 'Waldo Smith' },
  { q: 'Giovanni Khan' },
]

const api = (asked: Asked, cursor: string | null): string =>
  `/api/v1/nominals?${new URLSearchParams({ ...asked, ...(cursor === null ? {} : { cursor }) }).toString()}`

test(`hits, order, pages and cursors are the same with and without those one may not know of (CONCORD_SEED=${seed})`, async () => {
  let found = 0
  let pages = 0
  for (const question of [...questions.map(q => ({ q })), ...further]) {
    let cursor: string | null = null
    do {
      const [one, other]: Awaited<ReturnType<typeof inBoth>> = await inBoth(api(question, cursor))
      assert.deepEqual(one, other, JSON.stringify(question))
      if (one[0] === 422) break
      const answer = JSON.parse(one[1]) as { hits: unknown[]; next: string | null }
      found += answer.hits.length
      pages += 1
      cursor = answer.next
    } while (cursor !== null)
  }
  // There was something to tell apart.
  assert.ok(found > 300 && pages > questions.length, `${found} hits on ${pages} pages`)
})

test('nobody in a crowd of hidden namesakes pushes out those who are seen', async () => {
  const wanted = seenInCrowd.map(({ id }) => id).toSorted()
  for (const asked of [
    { q: 'gareth pemberthy' },
    { q: 'pemberthy' },
    { q: 'gareth pemberthy', born: '1980-05-05' },
    { q: 'gareth pemberthy', born: '1980' },
    { address: '9 Crowded Lane', postcode: 'TF3 4NA' },
    { postcode: 'TF3 4NA' },
    { q: 'tf3', address: 'Crowded Lane' },
    { q: '9 Crowded Lane' },
    { born: '1980-05-05' },
    { born: '1980' },
  ]) {
    const { hits } = JSON.parse((await withHidden.ask(api(asked, null)))[1]) as { hits: { id: string }[] }
    assert.deepEqual(hits.map(({ id }) => id).toSorted(), wanted, JSON.stringify(asked))
  }
})

test('so is the page that people see', async () => {
  for (const question of questions.slice(0, 40)) {
    const path = `/search?${new URLSearchParams({ q: question }).toString()}`
    const [one, other] = await inBoth(path)
    assert.deepEqual(one, other, question)
  }
})

test('and so is the record of somebody who is there in one world only', async () => {
  for (const { id } of hidden.filter((_, n) => n % 5 !== 4).slice(0, 20))
    for (const path of [
      `/nominals/${id}`,
      `/api/v1/nominals/${id}`,
      `/nominals/${id}/files`,
      `/nominals/${id}/facts/entry/${fileOf(id)}/files`,
      `/api/v1/nominals/${id}/files`,
      `/files/${fileOf(id)}`,
      `/photographs/${fileOf(id)}`,
      `/photographs/${fileOf(id)}/small`,
      `/api/v1/files/${fileOf(id)}/content`,
      `/nominals/${id}/chronology?kind=VISIT&words=door`,
      `/api/v1/nominals/${id}/entries?words=door`,
    ]) {
      const [one, other] = await inBoth(path)
      assert.equal(one[0], 404)
      assert.deepEqual(one, other)
    }
})
