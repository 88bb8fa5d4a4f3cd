import pg from 'pg'
import { beginApiSession, prepare } from '#access'
import { applySchema, newId, openPool, startEmbedded, type NominalId } from '#platform'
import { addFact, aNominal } from '../test/support/nominal.ts'

const given = [
  'Ambrose',
  'Bettina',
  'Corwin',
  'Delphine',
  'Emrys',
  'Flora',
  'Gideon',
  'Hester',
  'Ivor',
  'Jocasta',
  'Kester',
  'Leopold',
  'Maud',
  'Nestor',
  'Odile',
  'Piers',
  'Quilla',
  'Roland',
  'Sabina',
  'Tobias',
]
const family = [
  'Ashgrove',
  'Brackenbury',
  'Coldwell',
  'Dunmere',
  'Elverstone',
  'Farthing',
  'Greenhalgh',
  'Hollowell',
  'Inglethorpe',
  'Jessop',
  'Kestrel',
  'Larkrise',
  'Marchbanks',
  'Netherby',
  'Oakhanger',
  'Pemberly',
  'Quarrington',
  'Rookwood',
  'Silverdale',
  'Thistledown',
]
/** Every whole name of these words once, mixed; so many of them are seen by whoever asks, so many hidden, and the rest are nobody's. */
const sizes = { seen: 120, hidden: 120 }

/** A question that a hidden person answers, or that nobody does: the same words, as often borne by others. */
export type Asked = {
  readonly name: string
  readonly given: string
  readonly family: string
  readonly born: string
  readonly id: string
  readonly number: string
}
export type Denied = {
  readonly url: string
  readonly token: string
  readonly hidden: readonly Asked[]
  readonly nobody: readonly Asked[]
  readonly stop: () => Promise<void>
}

const names = given
  .flatMap((first, a) => family.map((last, b) => ({ first, last, at: ((a * 20 + b) * 7919) % 400 })))
  .sort((x, y) => x.at - y.at)

const askedOf = ({ first, last }: (typeof names)[number], n: number, id: string): Asked => ({
  id,
  given: first,
  family: last,
  name: `${first} ${last}`,
  born: `19${60 + (n % 40)}-0${1 + (n % 9)}-1${n % 10}`,
  number: `SF${String(80 + (n % 15))}/${100000 + n}X`,
})

/** A database of its own in `folder`, filled once: an officer, those they see, those of whom they may not know. */
export const deniedPeople = async (folder: string): Promise<Denied> => {
  const embedded = await startEmbedded({ dataFolder: folder, settings: {} })
  await applySchema(embedded.url)
  await prepare({ ownerUrl: embedded.url, appUrl: embedded.url }, { demonstration: true, administrator: undefined })
  const owner = new pg.Client({ connectionString: embedded.url })
  await owner.connect()
  const idOf = (n: number): NominalId =>
    `01930000-0000-7000-8000-${((100_000 + n) * 16).toString(16).padStart(12, '0')}` as NominalId
  try {
    const { rows } = await owner.query<{ n: number }>('select count(*)::int as n from nominal')
    if (rows[0]!.n === 0) {
      const compartment = newId<NominalId>()
      await owner.query(`insert into compartment (id, name, shows) values ($1, 'Bench', 'none')`, [compartment])
      for (const [n, name] of names.slice(0, sizes.seen + sizes.hidden).entries()) {
        const { born } = askedOf(name, n, '')
        const id = await aNominal(owner, {
          id: idOf(n),
          names: [{ forenames: name.first, surname: name.last }],
          bornOn: born,
          unit: '22-PPU',
          address: `${n} Bench Lane`,
        })
        if (n % 2 === 1) await addFact(owner, id, 'compartment_of', { compartment_id: compartment })
      }
      await owner.query('vacuum analyze')
    }
  } finally {
    await owner.end()
  }
  const people = names.map((name, n) => askedOf(name, n, n < sizes.seen + sizes.hidden ? idOf(n) : newId()))
  const db = openPool(embedded.url, { role: 'concord_app', max: 1 })
  const token = await beginApiSession(db, 'force-officer', 'bench')
  await db.close()
  return {
    url: embedded.url,
    token,
    hidden: people.slice(0, sizes.seen + sizes.hidden).filter((_, n) => n % 2 === 1),
    nobody: people.slice(sizes.seen + sizes.hidden),
    stop: embedded.stop,
  }
}
