import { shownNotice } from './notices.ts'
import { askView, requestView } from '../../../src/need-to-know/asking.views.ts'
import type { AccessRequest, RequestId } from '../../../src/need-to-know/asking.ts'
import { emergencyFormView, emergencyUseView, safetySheetView } from '../../../src/need-to-know/emergency.views.ts'
import type { EmergencyId, EmergencyUse, SafetySheet } from '../../../src/need-to-know/emergency.ts'
import type { NominalId, OfficerId } from '../../../src/platform/index.ts'
import { now, record } from './record.ts'

const nominal = record.id as NominalId
const officer = '0198c0de-0000-7000-8000-00000000e001' as OfficerId

const use: EmergencyUse = {
  id: '0198c0de-0000-7000-8000-00000000e002' as EmergencyId,
  nominal,
  officer,
  by: 'PC Joanne Merrick',
  agency: 'West Mercia Police',
  unit: 'Public protection unit',
  code: 'attending',
  reason: 'Two officers are at the door, nobody answers, and a neighbour has heard shouting.',
  openedAt: now.subtract({ minutes: 10 }),
  endsAt: now.add({ minutes: 50 }),
  ended: null,
  review: null,
}
const sheet: SafetySheet = {
  nominal,
  quote: 'K7TW-3RDA',
  dutyDesk: 'Duty desk',
  dutyTelephone: '01632 960 001',
  safetyInstruction: 'Two officers. Do not go in alone; the dog is not friendly.',
  markers: [
    { words: 'Weapons', basis: 'A knife was found under the bed', incidentOn: '2026-03-02', reviewOn: '2027-03-02' },
    { words: 'Violent', basis: '', incidentOn: null, reviewOn: null },
  ],
  addresses: [
    {
      kind: 'HOME',
      flat: 'Flat 2',
      line: '12 Thimble Lane',
      town: 'Telford',
      postcode: 'TF3 4NA',
      occupants: 'His mother',
      children: 'no',
    },
  ],
  conditions: [{ words: 'Licence', condition: 'No contact with his former wife', setBy: 'Parole Board' }],
  vehicles: [{ registration: 'AB12 CDE', makeAndModel: 'Vauxhall Corsa', colour: 'blue' }],
}
const bare: SafetySheet = { ...sheet, markers: [], addresses: [], conditions: [], vehicles: [], dutyTelephone: '' }
const seen = {
  use,
  isOwn: false,
  access: 'full',
  sheet: null,
  photograph: null,
  notices: [],
  mayEnd: true,
  mayReview: false,
} as const
const over = {
  ...use,
  endsAt: now.subtract({ hours: 1 }),
  openedAt: now.subtract({ hours: 2 }),
}

const request: AccessRequest = {
  id: '0198c0de-0000-7000-8000-00000000e003' as RequestId,
  nominal,
  officer,
  by: 'PC Joanne Merrick',
  agency: 'West Mercia Police',
  unit: 'Public protection unit',
  purpose: 'A joint visit with housing on Friday',
  askedAt: now.subtract({ hours: 3 }),
  lapsesAt: now.add({ hours: 21 }),
  answer: null,
}
const answered = {
  kind: 'refused',
  words: 'Housing can ring us',
  at: now,
  by: 'DS Alan Tregothnan',
  until: null,
} as const

/** Emergency access and asking for more, from both sides. */
export const emergencySamples = {
  'emergency-form': {
    template: 'need-to-know/emergency-form',
    view: emergencyFormView(nominal, { given: {}, refusals: [], again: null, earlier: [over], now }),
    wearing: 'officer',
  },
  'emergency-form-again': {
    template: 'need-to-know/emergency-form',
    view: emergencyFormView(nominal, {
      given: {},
      refusals: [],
      again: '/sign-in/start?again=1&return=%2F',
      earlier: [],
      now,
    }),
    wearing: 'officer',
  },
  'emergency-form-refused': {
    template: 'need-to-know/emergency-form',
    view: emergencyFormView(nominal, {
      given: {},
      refusals: [
        { field: 'code', text: 'Choose what the emergency is' },
        { field: 'reason', text: 'Say in words why, in 10 characters or more' },
      ],
      again: null,
      earlier: [],
      now,
    }),
    wearing: 'officer',
    status: 422,
  },
  'safety-sheet': {
    template: 'need-to-know/safety-sheet',
    view: safetySheetView(use, sheet, {
      photograph: { id: 'x' as never, source: null, takenOn: '2024-05-06' },
      notices: [shownNotice],
    }),
    wearing: 'officer',
  },
  'safety-sheet-bare': {
    template: 'need-to-know/safety-sheet',
    view: safetySheetView(use, bare, { photograph: null, notices: [] }, [
      { field: 'why', text: 'Say why it ends now' },
    ]),
    wearing: 'officer',
    status: 422,
  },
  'emergency-use': {
    template: 'need-to-know/emergency-use',
    view: emergencyUseView(seen, now, { given: {}, refusals: [] }),
    wearing: 'supervisor',
  },
  'emergency-use-review': {
    template: 'need-to-know/emergency-use',
    view: emergencyUseView({ ...seen, use: over, access: 'none', mayEnd: false, mayReview: true }, now, {
      given: {},
      refusals: [{ field: 'outcome', text: 'Choose what you find' }],
    }),
    wearing: 'auditor',
    status: 422,
  },
  ask: {
    template: 'need-to-know/ask',
    view: askView(nominal, [{ ...request, answer: answered }], { given: {}, refusals: [] }),
    wearing: 'officer',
  },
  'ask-waiting': {
    template: 'need-to-know/ask',
    view: askView(nominal, [request], {
      given: {},
      refusals: [{ field: '', text: 'A request of yours waits already' }],
    }),
    wearing: 'officer',
    status: 422,
  },
  request: {
    template: 'need-to-know/request',
    view: requestView(request, record.name, true, { given: {}, refusals: [], now }),
    wearing: 'supervisor',
  },
  'request-answered': {
    template: 'need-to-know/request',
    view: requestView({ ...request, answer: answered }, record.name, false, { given: {}, refusals: [], now }),
    wearing: 'supervisor',
  },
} as const
