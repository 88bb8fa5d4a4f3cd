import type { OfficerId } from '#platform'

/** Concord itself as an agency: what its own programs write is written in its name. */
export const registerAgency = {
  code: 'CONCORD',
  name: 'Concord',
  nameWelsh: null,
  kind: 'register',
  region: null,
  area: null,
  source: 'Concord',
  placeholder: null,
} as const

/** The program in whose name extracts are loaded; the same in every database, so that its facts can be told anywhere. */
export const importer = {
  id: '01900000-0000-7000-8000-000000000001' as OfficerId,
  name: 'importer',
  agency: registerAgency.code,
} as const
