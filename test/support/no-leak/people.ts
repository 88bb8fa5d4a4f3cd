import { newId, type NominalId } from '#platform'
import type { Person } from '../nominal.ts'

/** How a record is hidden from everybody who asks in this test; `compartment`: it lies in one that none of them belongs to. */
export type Wall = Partial<Person> & { readonly compartment?: boolean }
export type Somebody = Person & Wall & { readonly id: NominalId }

/** Whoever asks. Of the visible they see what their access gives; the hidden are *none* to each of them. */
export const askers = [
  'ctnm-officer',
  'force-officer',
  'ctnm-officer-elsewhere',
  'force-contact',
  'mappa-coordinator',
  'nsd-practitioner',
  'control-room',
  'national-coordinator',
  'pcc-reader',
  'inspector',
  'auditor',
  'data-protection-officer',
  'data-steward',
  'administrator',
] as const
export type Asker = (typeof askers)[number]

/** Somebody who does know of one of them. */
export const knows = 'ctnm-duty-officer'

/** Those who work with records ask for everything; the others for one that is seen and one that is hidden. */
export const thorough: readonly Asker[] = ['ctnm-officer', 'force-officer']

const name = (forenames: string, surname: string) => ({ forenames, surname })
const of = (person: Person & Wall): Somebody => ({ ...person, id: person.id ?? newId<NominalId>() })

const namesakes = [name('Leopold', 'Marchbanks'), name('Leo', 'Marchbank')]
const shared = { bornOn: '1984-02-29', address: '12 Thimble Lane', numbers: [['pnc', '2002/0073319Z']] } as const

/** Seen by somebody: in full, in summary, or as a contact. */
export const visible = {
  /** Full for ctnm-officer. */
  mine: of({
    names: [name('Leopold', 'Marchbanks')],
    bornOn: '1984-03-01',
    unit: 'CTWM-NM',
    counterTerrorism: true,
    manager: 'ctnm-officer',
    address: '12 Thimble Lane',
    markers: ['Violent'],
    entries: [{ happenedAt: '2026-05-04T10:00:00Z', words: 'Seen at the door' }],
  }),
  /** Full for force-officer, summary for others. */
  theirs: of({
    names: [name('Leopold', 'Marchbanks'), name('Poldy', 'Marsh')],
    bornOn: '1991-07-09',
    unit: '22-PPU',
    address: '14 Thimble Lane',
  }),
  /** A contact for everybody of another region. */
  elsewhere: of({
    names: [name('Leopolda', 'Marchbanks')],
    bornOn: '1979-11-11',
    unit: 'CTNW-NM',
    counterTerrorism: true,
    address: '99 Elsewhere Road',
  }),
}

const everybody = [...askers]
/** Hidden from every asker, each behind another wall, and alike to the visible in all that one could come upon them by. */
export const hidden: readonly Somebody[] = [
  of({
    ...shared,
    names: namesakes,
    unit: 'CTWM-NM',
    counterTerrorism: true,
    manager: 'ctnm-supervisor',
    compartment: true,
    markers: ['Armed'],
    entries: [{ happenedAt: '2026-05-05T10:00:00Z', words: 'Seen at the door' }],
  }),
  of({ ...shared, names: namesakes, unit: 'CTWM-NM', counterTerrorism: true, onlyFor: ['ctnm-duty-officer'] }),
  of({ ...shared, names: namesakes, unit: '22-PPU', excluded: everybody, manager: 'force-officer' }),
  of({ ...shared, names: namesakes, unit: 'N43', confirmed: false, excluded: ['nsd-practitioner'] }),
]
