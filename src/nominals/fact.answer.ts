import { z } from 'zod'

/** One version of a fact for programs. */
export const FactAnswer = z
  .looseObject({
    id: z.uuid(),
    current: z.uuid().nullable().meta({ description: 'The version that stands now; null: withdrawn.' }),
  })
  .meta({
    id: 'Fact',
    description: 'A fact of a record: its fields, who says so, and which version of it stands.',
    example: {
      id: '0198c0de-0000-7000-8000-000000000001',
      recordedAt: '2026-11-23T18:40:00+00:00',
      agency: 'West Mercia Police',
      sourceKind: 'officer',
      source: 'Letter of 20 November',
      by: 'PC Alder Finch',
      why: '',
      from: '2026-11-01',
      to: null,
      kind: 'HOME',
      flat: '',
      line: '12 Mill Lane',
      town: 'Telford',
      postcode: 'TF3 4NA',
      occupants: '',
      children: 'not known',
      current: '0198c0de-0000-7000-8000-000000000001',
    },
  })
