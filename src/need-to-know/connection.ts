/** What an officer may be to a person, so that they do not see the record. */
export const connections = [
  { code: 'self', words: 'It is about me' },
  { code: 'family', words: 'Family, household, or somebody I am close to' },
  { code: 'conflict', words: 'Another conflict of interest' },
] as const
export type ConnectionKind = (typeof connections)[number]['code']

export const connectionInWords = (kind: string): string => connections.find(({ code }) => code === kind)?.words ?? kind
