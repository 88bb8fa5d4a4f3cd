import { probationNumber } from './number.ts'
import type { ExtractName } from './extract-profile.ts'

/** A row that an importer must refuse, and the reason in the words in which it says so. */
export type SpoiltRow = { readonly file: ExtractName; readonly values: readonly string[]; readonly reason: string }

const noNominal = 'no nominal with this reference'
const noDay = 'date of birth is not a date'

/**
 * Rows that nobody can load as they stand, so that the data steward has something to put right: impossible days, missing
 * names, an unknown force, a reference used a second time, and rows of nominals that are not in the register.
 * Their people are in no other row, and their numbers (series 03 and 99, far case numbers, letters that are not drawn) nobody else's.
 * `usedReference` is a reference that an earlier row of the register bears.
 */
export const spoiltRows = (usedReference: string, asOf: Temporal.PlainDate): readonly SpoiltRow[] => [
  nominal('V03/4400011', 'Hallam', 'Nigel', '31/02/1980', 'RSO', '22', noDay),
  nominal('V03/4400028', 'PICKERING', 'Roy', 'UNKNOWN', 'VIOLENT', '14', noDay),
  nominal('V03/4400035', '', 'Gordon', '23/04/1969', 'RSO', '22', 'surname missing'),
  nominal('V03/4400042', 'Marsden', 'KEITH', '19/06/1975', 'OTHER', '99', 'unknown force'),
  // The century mistyped.
  nominal('V03/4400059', 'Fielding', 'Carl', `05/12/${asOf.year + 21}`, 'VIOLENT', '20', 'date of birth in the future'),
  nominal(usedReference, 'NAYLOR', 'Trevor', '14/04/1984', 'RSO', '22', 'reference used twice'),
  { file: 'visor_aliases.csv', values: ['V99/4400066', 'HOLLAND', 'Derek', '', 'ALIAS'], reason: noNominal },
  {
    file: 'visor_addresses.csv',
    values: ['V99/4400073', 'HOME', '', '17 Owlsbury Lane', 'Worcester', 'WR40 4AB', '08/12/2021', ''],
    reason: noNominal,
  },
  {
    file: 'visor_addresses.csv',
    values: ['V99/4400080', 'TEMP', 'Flat 4', '203 Rooksnest Close', 'Telford', 'TF41 1XD', '03/03/2019', '30/06/2019'],
    reason: noNominal,
  },
  {
    file: 'visor_markers.csv',
    values: ['V99/4400097', 'WE', 'Knife found in vehicle', '16/09/2021'],
    reason: noNominal,
  },
  {
    file: 'visor_orders.csv',
    values: [
      'V99/4400103',
      'SHPO',
      'Crown Court at Worcester',
      '11/05/2021',
      '11/05/2031',
      'Notify any new vehicle within three days',
    ],
    reason: noNominal,
  },
  {
    file: 'visor_activity.csv',
    values: ['V99/4400110', '06/03/2024 18:04', 'PC M. Tolley', 'VISIT', 'No reply at the door, "twice".\nCard left.'],
    reason: noNominal,
  },
  {
    file: 'visor_activity.csv',
    values: ['V99/4400127', '19/04/2024 09:20', 'PC M. Tolley', 'CONTACT', 'Telephone contact, all well.'],
    reason: noNominal,
  },
  probation(probationNumber(900_001), 'Colin', 'Whitehead', '1980-02-30', noDay),
  probation(probationNumber(900_002), 'Barry', '', '1994-04-20', 'surname missing'),
  {
    file: 'nomis_offenders.csv',
    values: ['Z9901MM', 'KERSHAW', 'DEAN', '', '30-FEB-1988', 'M', '', '', 'HEI', '10-JUL-2031', 'PC2'],
    reason: noDay,
  },
]

const nominal = (
  reference: string,
  family: string,
  first: string,
  born: string,
  type: string,
  force: string,
  reason: string,
): SpoiltRow => ({
  file: 'visor_nominals.csv',
  values: [
    reference,
    family,
    first,
    '',
    'M',
    born,
    '',
    '',
    '',
    type,
    'ACTIVE',
    force,
    'PC M. Tolley',
    '02/06/2026 14:33',
  ],
  reason,
})

const probation = (crn: string, first: string, family: string, born: string, reason: string): SpoiltRow => ({
  file: 'ndelius_cases.csv',
  values: [
    crn,
    first,
    '',
    family,
    '',
    born,
    'Male',
    '',
    '',
    '',
    '',
    '48 Larkbarrow Close',
    'Shrewsbury',
    'SY60 7UR',
    'N52',
    'MAPP|RHRH',
  ],
  reason,
})
