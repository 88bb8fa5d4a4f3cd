import type { NominalId } from '#platform'
import type { InstructionSeen } from '../../../src/need-to-know/instructing.ts'
import type { InstructionId, SafetyInstruction } from '../../../src/need-to-know/instruction.ts'
import { instructionsView, instructionView } from '../../../src/need-to-know/instruction.views.ts'

const now = Temporal.Instant.from('2026-11-25T09:00:00Z')
const nominal = '41' as NominalId
const pairs: SafetyInstruction = {
  id: '71' as InstructionId,
  kind: 'instruction',
  words: 'Attend in pairs. Ring the duty desk before you knock.',
  reviewOn: Temporal.PlainDate.from('2027-05-01'),
  recordedAt: now.subtract({ hours: 400 }),
  by: 'Detective Constable Idris Penberthy',
  agency: 'CTP West Midlands',
  supersededAt: null,
}
const before: SafetyInstruction = {
  ...pairs,
  id: '70' as InstructionId,
  kind: 'no-known-danger',
  words: 'No known danger to officers.',
  reviewOn: Temporal.PlainDate.from('2026-11-20'),
  recordedAt: now.subtract({ hours: 4000 }),
  supersededAt: pairs.recordedAt,
}
const seen: InstructionSeen = {
  facts: { stands: pairs, names: ['Silvester Pennyfold'], markers: ['Weapons'], shown: pairs.words },
  history: [pairs, before],
  may: true,
  known: null,
  refusals: [],
  written: null,
}
const missing =
  'No safety instruction has been written yet. Do not approach or visit before you have spoken to the duty desk.'

/** Safety instructions: one, missing, contradicted, refused, as known on a day; and the list of those that want writing. */
export const instructionSamples = {
  instruction: instructionView(nominal, 'Silvester Pennyfold', seen, now),
  'instruction-of-others': instructionView(nominal, 'Silvester Pennyfold', { ...seen, may: false }, now),
  'instruction-missing': instructionView(
    nominal,
    'Silvester Pennyfold',
    { ...seen, facts: { ...seen.facts, stands: null, shown: missing }, history: [] },
    now,
  ),
  'instruction-contradicted': instructionView(
    nominal,
    'Silvester Pennyfold',
    {
      ...seen,
      facts: { ...seen.facts, stands: { ...before, supersededAt: null }, shown: missing },
      history: [{ ...before, supersededAt: null }],
    },
    now,
  ),
  'instruction-refused': instructionView(
    nominal,
    'Silvester Pennyfold',
    seen,
    now,
    { kind: 'instruction', words: 'Pennyfold carries a knife', reviewOn: '1 1 2030' },
    [
      {
        field: 'words',
        text: 'Leave out the person’s name (Pennyfold): whoever reads this may know only that there is a record',
      },
      { field: 'reviewOn', text: 'Enter 25 November 2027 or a day before: it is reviewed within a year' },
    ],
  ),
  'instruction-known-on': instructionView(
    nominal,
    'Silvester Pennyfold',
    { ...seen, known: Temporal.PlainDate.from('2026-10-01'), history: [{ ...before, supersededAt: null }] },
    now,
  ),
  instructions: instructionsView(
    [
      { nominal, name: 'Silvester Pennyfold', reference: 'CN-26-000123', words: missing, reviewOn: null },
      {
        nominal,
        name: 'Orrin Vesperlane',
        reference: 'CN-26-000124',
        words: pairs.words,
        reviewOn: Temporal.PlainDate.from('2026-11-20'),
      },
    ],
    now,
  ),
  'instructions-none': instructionsView([], now),
}
