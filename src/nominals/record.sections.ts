/** The parts of a record that may be asked for one by one; the log says which were shown. */
export const recordSections = [
  'names',
  'births',
  'sexes',
  'nationalities',
  'identifiers',
  'addresses',
  'markers',
  'orders',
  'registrations',
  'custody',
  'bases',
  'statements',
  'entries',
  'hands',
] as const

export type RecordSection = (typeof recordSections)[number]
