import { disclosureParts } from '../../../src/nominals/disclosure.ts'
import { disclosureFormView, disclosurePageView } from '../../../src/nominals/disclosure.views.ts'
import { now, record } from './record.ts'

const row = {
  id: '0198c0de-0000-7000-8000-00000000d15c',
  number: 'D-26-000123',
  at: now,
  by: 'PC Joanne Merrick',
  agency: 'West Mercia Police',
  purpose: 'mappa-meeting',
  why: 'Level 2 meeting on 2 December, at which where he lives is decided.',
  recipient: 'A. Quillfeather, housing lead, Telford and Wrekin',
  destroyBy: Temporal.PlainDate.from('2026-12-21'),
  parts: disclosureParts.map(({ code }) => code),
  marking: 'OFFICIAL-SENSITIVE',
  caveats: ['PERSONAL', 'ASK-ORIGINATOR'],
  leftOut: 2,
}
const today = Temporal.PlainDate.from('2026-11-23')
const entries = record.entries.map((entry, at) => ({
  ...entry,
  isCorrected: entry.standsCorrected !== null,
  files:
    at === 0
      ? [{ name: 'letter.pdf', description: 'Letter to the landlord', marking: 'OFFICIAL', caveats: ['PERSONAL'] }]
      : [],
}))

/** The form on which a record is printed, empty and refused, and what is printed: of everything, and of next to nothing. */
export const disclosureSamples = {
  'disclosure-form': {
    template: 'nominals/disclosure-form',
    view: disclosureFormView(record.id, record.name, { given: {}, refusals: [], earlier: [row], today }),
    wearing: 'officer',
  },
  'disclosure-form-again': {
    template: 'nominals/disclosure-form',
    view: disclosureFormView(record.id, record.name, {
      given: {
        purpose: 'court',
        why: '',
        recipient: 'A clerk',
        destroyBy: '31 2 2026',
        parts: ['places', 'chronology'],
      },
      refusals: [
        { field: 'why', text: 'Say in words why it is needed' },
        { field: 'destroyBy', text: 'Enter a date, like 23 11 2026' },
      ],
      earlier: [],
      today,
    }),
    wearing: 'officer',
    status: 422,
  },
  disclosure: {
    template: 'nominals/disclosure',
    view: disclosurePageView(record.id, row, { record, entries, total: entries.length }),
    wearing: 'officer',
  },
  'disclosure-of-little': {
    template: 'nominals/disclosure',
    view: disclosurePageView(
      record.id,
      { ...row, parts: ['life', 'chronology'], leftOut: 1 },
      {
        record: { id: record.id, name: record.name, birthYears: [], reference: record.reference },
        entries: [],
        total: 0,
      },
    ),
    wearing: 'officer',
  },
} as const
