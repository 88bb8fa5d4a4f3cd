import type { NominalId, OfficerId } from '#platform'
import type { Compartment, CompartmentId, Enclosure } from '../../../src/need-to-know/compartment.ts'
import { compartmentsView, compartmentView, enclosuresView } from '../../../src/need-to-know/compartment.views.ts'

const today = Temporal.PlainDate.from('2026-11-25')
const at = Temporal.Instant.from('2026-11-20T10:15:00Z')
const compartment: Compartment = {
  id: '61' as CompartmentId,
  name: 'Walnut',
  kind: 'victim',
  level: 'sc',
  levelWords: 'Security Check or higher',
  purpose: 'Those who are named as victims in one case',
  madeAt: at,
  madeBy: 'DI Ruth Amblecote',
  reviewOn: Temporal.PlainDate.from('2027-02-18'),
  answers: true,
  namesResponsible: true,
  responsible: [
    { place: 'sponsor', officer: '71' as OfficerId, name: 'DI Ruth Amblecote', passes: true },
    { place: 'second', officer: '72' as OfficerId, name: 'DS Owen Larkspur', passes: false },
  ],
  members: [
    {
      officer: '71' as OfficerId,
      name: 'DI Ruth Amblecote',
      unit: 'Nominal management',
      from: at,
      until: at.add({ hours: 24 * 300 }),
      why: 'Sponsor',
      passes: true,
    },
    {
      officer: '72' as OfficerId,
      name: 'DS Owen Larkspur',
      unit: null,
      from: at,
      until: null,
      why: 'Second responsible person',
      passes: false,
    },
  ],
  former: [{ name: 'DC Petra Holloway', until: at, by: null, why: '' }],
  inside: [
    {
      nominal: '41' as NominalId,
      name: 'Silvester Pennyfold',
      reference: 'CN-26-000041',
      since: at,
      why: 'A victim of the case',
      gaps: ['record manager: DC Petra Holloway'],
    },
  ],
  reviews: [
    { at, by: 'DI Ruth Amblecote', words: 'Each still works on it', reviewOn: Temporal.PlainDate.from('2027-02-18') },
  ],
}
const enclosure: Enclosure = {
  compartment: compartment.id,
  name: compartment.name,
  kind: 'victim',
  since: at,
  until: null,
  why: 'A victim of the case',
  by: 'DI Ruth Amblecote',
  endedBy: null,
  endedWhy: null,
  isIn: true,
  sponsor: 'DI Ruth Amblecote',
  members: 2,
}
const over = { ...enclosure, until: at, isIn: false, endedBy: 'DI Ruth Amblecote', endedWhy: 'The case is closed' }
const other = { id: '62' as CompartmentId, name: 'Hazel' }
const opened = { keeps: true, enclosures: [enclosure, over], mine: [compartment, other], refusals: [] }

export const compartmentSamples = {
  'compartments-none': compartmentsView([], { makes: false, today }),
  compartments: compartmentsView([compartment], {
    makes: true,
    given: { name: 'Hazel' },
    refusals: [{ field: 'kind', text: 'Choose what it is for' }],
    today,
  }),
  compartment: compartmentView(compartment, {
    refusals: [{ field: 'officer', text: 'No officer is called “Nobody”' }],
    given: { officer: 'Nobody' },
    today,
  }),
  'compartment-member': compartmentView(
    { ...compartment, answers: false, namesResponsible: false, members: [], inside: [], reviews: [], former: [] },
    { today },
  ),
  enclosures: enclosuresView('41' as NominalId, 'Silvester Pennyfold', opened),
  'enclosures-none': enclosuresView('41' as NominalId, 'Silvester Pennyfold', {
    keeps: true,
    enclosures: [],
    mine: [],
    refusals: [],
  }),
}
