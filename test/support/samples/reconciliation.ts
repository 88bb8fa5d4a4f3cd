import type { NominalId } from '#platform'
import type { Pair, PairDecision, PairDecisionId, PairId, PairSide } from '../../../src/need-to-know/reconciliation.ts'
import { noPairsView, pairsView, pairView } from '../../../src/need-to-know/reconciliation.views.ts'

const now = Temporal.Instant.from('2026-11-25T09:00:00Z')
const side: PairSide = {
  nominal: '41' as NominalId,
  reference: 'CN-26-000123',
  name: 'Lysander Brockhurst',
  status: 'community',
  agency: 'West Mercia Police',
  unit: 'Public Protection Unit, West Mercia',
  dutyDesk: 'Police duty desk, Worcester',
  dutyTelephone: '01632 960101',
  quote: '4KDX-22HA',
  manager: 'Detective Constable Idris Penberthy',
  counterTerrorism: false,
  basisConfirmed: true,
  names: [
    {
      kind: 'name',
      full: 'Lysander BROCKHURST',
      family: 'BROCKHURST',
      given: 'Lysander',
      agency: 'West Mercia Police',
    },
    { kind: 'alias', full: 'Sandy Brock', family: 'Brock', given: 'Sandy', agency: 'West Mercia Police' },
  ],
  births: [{ bornOn: '1982-07-03', asGiven: '3/7/1982', alias: false, agency: 'West Mercia Police' }],
  sexes: ['M'],
  nationalities: [],
  identifiers: [{ kind: 'noms', asGiven: 'A8126DY', canonical: 'A8126DY', agency: 'West Mercia Police' }],
  addresses: [
    { key: 'TF3 4NA||12 THIMBLE LANE', words: '12 Thimble Lane, Telford, TF3 4NA', agency: 'West Mercia Police' },
  ],
  onlyFor: null,
  compartments: [],
  excluded: 0,
  partners: ['HMP Hewell'],
}
const other: PairSide = {
  ...side,
  nominal: '42' as NominalId,
  reference: 'CN-26-000987',
  agency: 'CTP West Midlands',
  unit: 'Nominal Management Unit',
  counterTerrorism: true,
  births: [{ bornOn: '1982-03-07', asGiven: '7/3/1982', alias: false, agency: 'HM Prison and Probation Service' }],
  sexes: [],
  onlyFor: { shows: 'none', officers: 2 },
  compartments: ['Walnut'],
  excluded: 1,
}
const decision: PairDecision = {
  id: '61' as PairDecisionId,
  outcome: 'same',
  reason: 'The same number, and the same face on both photographs',
  by: 'Judith Hathersage',
  at: now.toString(),
  steps: [{ id: '62', kind: 'note', words: 'Rang the desk in Worcester', by: 'Judith Hathersage', at: now.toString() }],
}
const pair: Pair = {
  pair: '51' as PairId,
  state: 'waiting',
  one: side,
  other,
  findings: [
    { reason: 'shares the number A8126DY (noms)', somebodyElse: '', by: '', at: now.toString() },
    {
      reason: 'the same full name and date of birth',
      somebodyElse: 'He says that he has a cousin of that name',
      by: 'Detective Constable Idris Penberthy',
      at: now.toString(),
    },
  ],
  decisions: [],
}
const listed = { pair: '51' as PairId, foundAt: now, latestFoundAt: now, findings: 2, decidedAt: null }
const around = { next: '52' as PairId, waiting: 7 }

/** The reconciliation desk: its queue, and a pair in each state. */
export const reconciliationSamples = {
  pairs: pairsView({
    counts: { waiting: 60, 'not sure': 1, same: 1, settled: 4, different: 9 },
    lists: { waiting: [listed], 'not sure': [{ ...listed, findings: 1, decidedAt: now }], same: [] },
  }),
  'pairs-none': pairsView({
    counts: { waiting: 0, 'not sure': 0, same: 0, settled: 0, different: 0 },
    lists: { waiting: [], 'not sure': [], same: [] },
  }),
  'pairs-no-next': noPairsView(),
  pair: pairView(pair, around),
  'pair-refused': pairView(pair, around, { outcome: '', reason: 'short' }, [
    { field: 'outcome', text: 'Choose whether they are the same person' },
    { field: 'reason', text: 'Say it in a sentence, of 10 characters or more' },
  ]),
  'pair-same': pairView({ ...pair, state: 'same', decisions: [decision] }, { next: null, waiting: 0 }),
  'pair-different': pairView(
    { ...pair, state: 'different', decisions: [{ ...decision, outcome: 'different', steps: [] }] },
    around,
  ),
}
