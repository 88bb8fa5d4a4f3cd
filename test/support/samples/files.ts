import type { FileFact, FilesSeen } from '../../../src/nominals/file.facts.ts'
import type { FileId } from '../../../src/nominals/file.ts'

const id = (last: string) => `0198c0de-0000-7000-8000-0000000000${last}` as FileId

/** A head and shoulders, drawn. */
export const drawing = `data:image/svg+xml;base64,${Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 72 92"><rect width="72" height="92" fill="#cdd6dd"/><circle cx="36" cy="36" r="18" fill="#5b6f80"/><path d="M4 92c0-24 14-34 32-34s32 10 32 34z" fill="#5b6f80"/></svg>',
).toString('base64')}`

const file: FileFact = {
  withdrawnSince: false,
  id: id('f1'),
  kind: 'photograph',
  takenOn: '2023-11-02',
  description: 'Face, from the front, at Hindlip police station',
  marking: 'OFFICIAL-SENSITIVE',
  caveats: [],
  name: 'custody image.jpg',
  mediaType: 'image/jpeg',
  size: 412_330,
  sha256: 'a'.repeat(64),
  givenType: 'image/jpeg',
  givenSize: 2_812_330,
  givenSha256: 'b'.repeat(64),
  rewritten: true,
  small: true,
  recordedAt: '2026-11-21T10:02:00.000Z',
  recordedBy: 'Wren Ashdown',
  agency: 'West Mercia Police',
  sourceKind: 'officer',
  source: '',
}

export const files: readonly FileFact[] = [
  file,
  {
    ...file,
    id: id('f2'),
    takenOn: null,
    description: 'At his allotment, from a leaflet of the allotment society',
    name: 'leaflet.png',
    mediaType: 'image/png',
  },
  {
    ...file,
    id: id('f3'),
    kind: 'document',
    takenOn: null,
    description:
      'Sexual harm prevention order of 8 December 2021, as sealed by Worcester Crown Court, with both schedules and the map',
    caveats: ['ASK-ORIGINATOR', 'NOT-TO-SUBJECT'],
    name: 'SHPO_sealed_2021-12-08_with_schedules_and_map_final_version_signed.pdf',
    mediaType: 'application/pdf',
    size: 1_480_220,
    rewritten: false,
    small: false,
  },
]

export const seen: FilesSeen = {
  photograph: { id: id('f1'), source: drawing, takenOn: '2023-11-02' },
  files: { files, total: 9 },
}
