/**
 * Every surface of Concord, by route. `nobody`: it is about no person, and why. Otherwise it is asked with every value of each parameter (the
 * seen, the hidden, one that does not exist), with every query and body that is given. A later part adds its routes here, or the test fails.
 */
export type Surface =
  | { readonly nobody: string }
  | {
      readonly queries?: readonly Readonly<Record<string, string>>[]
      /** Sent in turn: a form to a page, JSON to the API. */
      readonly bodies?: readonly Readonly<Record<string, unknown>>[]
      /** Values of a parameter other than those arranged. */
      readonly given?: Readonly<Record<string, readonly string[]>>
      /** A file goes with it. */
      readonly file?: string
      /** Who may know of it across every wall, by design, and so is not asked; and why. */
      readonly but?: readonly [asker: string, why: string]
    }

const nobody = (why: string): Surface => ({ nobody: why })
const door = nobody('It is for whoever is not signed in')
const own = nobody('It is about one’s own session')
const staged = nobody('Rows of an extract belong to their agency’s data steward; what joined whom is not told')

/** Everything by which one could come upon somebody who is hidden, and upon others beside them. */
const searches = [
  { q: 'Leopold Marchbanks' },
  { q: 'leo marchbank' },
  { q: 'marchbanks' },
  { q: 'Leopold Marchbanks', born: '1984-02-29' },
  { q: 'leopold', born: '1984' },
  { q: 'leopold marchbanks 1/3/1984' },
  { q: 'Marchbanks, Leo', born: '1990' },
  { q: 'marchbanks', about: '42' },
  { q: '2002/0073319Z' },
  { q: 'CN-26-000001' },
  { q: 'CN-26-000003' },
  { q: '07700 900123' },
  { address: '12 Thimble Lane', postcode: 'TF3 4NA' },
  { postcode: 'TF3 4NA' },
  { q: 'marchbanks', agency: '22' },
  { q: 'marchbanks', place: 'telford' },
  { q: 'marchbancs leopld' },
]

const somebody = { names: [{ given: 'Leopold', family: 'Marchbanks' }], birth: { asGiven: '29 2 1984' } }
const basis = { kind: 'licence-or-order', counterTerrorism: false }
const words = { language: 'Irish', interpreter: 'no' }
const disclosed = { purpose: 'court', why: 'Hearing', recipient: 'A clerk', parts: 'identity' }

const api = '/api/v1/nominals/:id/facts/:kind'
const page = '/nominals/:nominal/facts/:kind'

const partnerAsked = { unit: 'x', access: 'read', until: '2027-03-31', why: 'Supervises the licence' }
const listAsked = { officers: 'x', shows: 'none', reason: 'A source would be known', until: '2027-03-31' }
const excludedAsked = { officer: 'PC Joanne Merrick', why: 'Was at school with the person', last: '' }
const connectionAsked = { kind: 'family', words: 'My brother' }
const aheadAsked = { ...connectionAsked, called: 'Leopold Marchbanks', born: '29 2 1984' }
const windowAsked = { sample: 'CN-26-000001 CN-26-000003', ends: '1 12 2026', purpose: 'Thematic inspection' }
const contactsOfForces = nobody('Contacts belong to forces, whoever lives there')
const cover = nobody('Leave and cover belong to officers, whoever they answer for')
const desks = nobody('Desks belong to units, whoever they lead')
const transferAsked = { to: 'x', reason: 'She has moved away to live there' }

/** Where the seen and the hidden live, where only a hidden person does, and where nobody is known. */
const addressChecks = ['12 Thimble Lane', '14 Thimble Lane', '99 Elsewhere Road', '3 Nowhere Row'].map(line => ({
  line,
  postcode: 'TF3 4NA',
  incident: 'WM-2211',
  purpose: 'Report of a fire',
}))

const becauseSealed = { why: 'It is about somebody else' }
/** Seals that the arranged supervisor made, whom nobody here is. */
const ofSeals = { but: ['data-protection-officer', 'Sees whatever is under seal, whoever it was about'] } as const

export const surfaces: Readonly<Record<string, Surface>> = {
  'GET /public/*': door,
  'GET /health': door,
  'GET /metrics': nobody('Counts of requests and of connections, for the machine; by route pattern'),
  'GET /api/v1/openapi.json': door,
  'GET /sign-in': door,
  'GET /sign-in/start': door,
  'GET /sign-in/callback': door,
  'POST /sign-out': door,
  'GET /demonstration-provider/interaction/:interaction': door,
  'POST /demonstration-provider/interaction/:interaction': door,
  'GET /demonstration-provider/*': door,
  'POST /demonstration-provider/*': door,
  'GET /sessions': own,
  'POST /sessions/:session/end': own,
  'POST /session/extension': own,
  'GET /role': own,
  'POST /role': own,
  'GET /api/v1/me': own,
  'POST /drafts': own,
  'POST /drafts/:draft/removal': own,
  'GET /extracts': staged,
  'POST /extracts': staged,
  'GET /extracts/:extract': staged,
  'GET /extracts/:extract/refused.csv': staged,
  'POST /extracts/:extract/stop': staged,
  'POST /extracts/:extract/start': staged,
  'GET /extracts/:extract/refused/:row': staged,
  'POST /extracts/:extract/refused/:row': staged,
  'GET /extracts/:extract/reconciliation': staged,
  'POST /extracts/:extract/reconciliation/sign': staged,
  'POST /extracts/:extract/reconciliation/withdraw': staged,
  'POST /extracts/:extract/reconciliation/hold': staged,
  'POST /extracts/:extract/reconciliation/lift': staged,
  'GET /api/v1/entry-kinds': nobody('A list'),
  'GET /api/v1/fact-kinds': nobody('A list'),

  'GET /': {},
  'GET /nominals/:nominal/partners': {},
  'POST /nominals/:nominal/partners': { bodies: [partnerAsked, {}] },
  'POST /nominals/:nominal/partners/end': { bodies: [{ partner: 'x' }] },
  'GET /api/v1/nominals/:id/partners': {},
  'POST /api/v1/nominals/:id/partners': { bodies: [partnerAsked, {}] },
  'POST /api/v1/nominals/:id/partners/:partner/end': { bodies: [{}] },
  'GET /nominals/:nominal/need-to-know': {},
  'POST /nominals/:nominal/need-to-know/restriction': { bodies: [{}, listAsked] },
  'POST /nominals/:nominal/need-to-know/restriction/end': { bodies: [{ over: 'It is not needed now' }] },
  'POST /nominals/:nominal/need-to-know/exclusions': { bodies: [{}, excludedAsked] },
  'POST /nominals/:nominal/need-to-know/exclusions/end': { bodies: [{ exclusion: 'x', ending: 'Somebody else' }] },
  'GET /api/v1/nominals/:id/need-to-know': {},
  'POST /api/v1/nominals/:id/need-to-know/restriction': { bodies: [{}, listAsked] },
  'POST /api/v1/nominals/:id/need-to-know/restriction/end': { bodies: [{ over: 'It is not needed now' }] },
  'POST /api/v1/nominals/:id/need-to-know/exclusions': { bodies: [{}, excludedAsked] },
  'POST /api/v1/nominals/:id/need-to-know/exclusions/:exclusion/end': { bodies: [{ ending: 'Somebody else' }] },
  [`GET ${page}/:fact/need-to-know`]: {},
  [`POST ${page}/:fact/need-to-know/restriction`]: { bodies: [{}, listAsked] },
  [`POST ${page}/:fact/need-to-know/restriction/end`]: { bodies: [{ over: 'It is not needed now' }] },
  [`POST ${page}/:fact/need-to-know/exclusions`]: { bodies: [{}, excludedAsked] },
  [`POST ${page}/:fact/need-to-know/exclusions/end`]: { bodies: [{ exclusion: 'x', ending: 'Somebody else' }] },
  [`GET ${api}/:fact/need-to-know`]: {},
  [`POST ${api}/:fact/need-to-know/restriction`]: { bodies: [{}, listAsked] },
  [`POST ${api}/:fact/need-to-know/restriction/end`]: { bodies: [{ over: 'It is not needed now' }] },
  [`POST ${api}/:fact/need-to-know/exclusions`]: { bodies: [{}, excludedAsked] },
  [`POST ${api}/:fact/need-to-know/exclusions/:exclusion/end`]: { bodies: [{ ending: 'Somebody else' }] },
  // (what is declared is about the seen too: it would shut them, so only what is refused is sent there)
  'GET /nominals/:nominal/declaration': {},
  'POST /nominals/:nominal/declaration': { bodies: [{}] },
  'POST /api/v1/nominals/:id/declaration': { bodies: [{}] },
  'GET /declarations': {},
  'POST /declarations': { bodies: [{}, aheadAsked] },
  'GET /api/v1/declarations': {},
  'POST /api/v1/declarations': { bodies: [{}, aheadAsked] },
  'GET /address-check': nobody('A form with nothing in it'),
  'POST /address-check': { bodies: [...addressChecks, {}] },
  'POST /api/v1/address-checks': { bodies: [...addressChecks, {}] },
  'GET /nominals/:nominal/sealing': {},
  [`GET ${page}/:fact/sealing`]: {},
  [`POST ${page}/:fact/sealing`]: { bodies: [becauseSealed, {}] },
  'POST /api/v1/nominals/:nominal/facts/:kind/:fact/sealing': { bodies: [becauseSealed, {}] },
  'GET /sealings': ofSeals,
  'GET /sealings/:sealing': ofSeals,
  'GET /sealings/:sealing/content': ofSeals,
  'GET /sealings/:sealing/file': ofSeals,
  'POST /sealings/:sealing/unsealing': { ...ofSeals, bodies: [becauseSealed] },
  'POST /sealings/:sealing/destruction': { ...ofSeals, bodies: [{ destroyWhy: 'It must go' }] },
  'POST /sealings/:sealing/destruction/decision': { ...ofSeals, bodies: [{ outcome: 'confirmed' }] },
  'GET /api/v1/sealings': ofSeals,
  'GET /api/v1/sealings/:sealing': ofSeals,
  'GET /api/v1/sealings/:sealing/content': ofSeals,
  'POST /api/v1/sealings/:sealing/unsealing': { ...ofSeals, bodies: [becauseSealed] },
  'POST /api/v1/sealings/:sealing/destruction': { ...ofSeals, bodies: [becauseSealed] },
  'POST /api/v1/sealings/:sealing/destruction/decision': { ...ofSeals, bodies: [{ outcome: 'confirmed' }] },
  'GET /inspections': {},
  'GET /inspections/new': nobody('A form with nobody in it'),
  'POST /inspections/new': { bodies: [windowAsked, { ...windowAsked, sample: 'CN-26-000099' }, {}] },
  'GET /inspections/:inspection': {},
  'POST /inspections/:inspection/closing': { bodies: [{}] },
  'GET /inspections/:inspection/nominals/:nominal': {},
  'GET /api/v1/inspections': {},
  'POST /api/v1/inspections': { bodies: [{ ...windowAsked, sample: ['CN-26-000001', 'CN-26-000003'] }, {}] },
  'GET /api/v1/inspections/:inspection': {},
  'POST /api/v1/inspections/:inspection/closing': { bodies: [{}] },
  'GET /api/v1/inspections/:inspection/nominals/:nominal': {},
  'GET /local-contacts': contactsOfForces,
  'POST /local-contacts': contactsOfForces,
  'GET /api/v1/local-contacts': contactsOfForces,
  'POST /api/v1/local-contacts': contactsOfForces,
  'GET /local-arrivals': {},
  'GET /local-arrivals/:arrival': {},
  'POST /local-arrivals/:arrival/acknowledgement': { bodies: [{ words: 'Read' }] },
  'POST /local-arrivals/:arrival/tellings': { bodies: [{ who: 'The sergeant', instruction: 'In pairs' }, {}] },
  'GET /api/v1/local-arrivals': {},
  'GET /api/v1/local-arrivals/:arrival': {},
  'POST /api/v1/local-arrivals/:arrival/acknowledgement': { bodies: [{ words: 'Read' }] },
  'POST /api/v1/local-arrivals/:arrival/tellings': { bodies: [{ who: 'The sergeant', instruction: 'In pairs' }, {}] },
  'GET /training': cover,
  'POST /training/extensions': cover,
  'GET /api/v1/training': cover,
  'POST /api/v1/training/extensions': cover,
  'GET /cover': cover,
  'POST /cover': cover,
  'POST /cover/absences': cover,
  'POST /cover/end': cover,
  'GET /api/v1/cover': cover,
  'POST /api/v1/cover': cover,
  'POST /api/v1/cover/absences': cover,
  'POST /api/v1/cover/end': cover,
  'GET /desks': desks,
  'GET /desks/:unit': desks,
  'POST /desks/:unit': desks,
  'POST /desks/:unit/tests': desks,
  'GET /api/v1/desks': desks,
  'GET /api/v1/desks/:unit': desks,
  'GET /nominals/:nominal/handover': {},
  'POST /nominals/:nominal/handover': { bodies: [{ to: 'x' }] },
  'POST /nominals/:nominal/handover/receiver': { bodies: [{ to: 'x' }] },
  'POST /nominals/:nominal/handover/gates': { bodies: [{ gate: 'joint-risk-review', said: 'Held' }] },
  'POST /nominals/:nominal/handover/passing': { bodies: [{}] },
  'POST /nominals/:nominal/handover/calling-off': { bodies: [{ words: '' }, { words: 'It is not wanted any more' }] },
  'GET /api/v1/nominals/:id/handover': {},
  'POST /api/v1/nominals/:id/handover': { bodies: [{ to: 'x' }] },
  'POST /api/v1/nominals/:id/handover/receiver': { bodies: [{ to: 'x' }] },
  'POST /api/v1/nominals/:id/handover/gates': { bodies: [{ gate: 'visits', said: '' }] },
  'POST /api/v1/nominals/:id/handover/passing': { bodies: [{}] },
  'POST /api/v1/nominals/:id/handover/calling-off': { bodies: [{ words: 'It is not wanted any more' }] },
  'GET /transfers': {},
  'GET /transfers/new': {},
  'GET /nominals/:nominal/transfer': {},
  'POST /nominals/:nominal/transfer': { bodies: [transferAsked, {}] },
  'POST /transfers/new': { bodies: [transferAsked, {}] },
  'GET /transfers/:transfer': {},
  'POST /transfers/:transfer': { bodies: [{ answer: 'withdrawn' }, {}] },
  'GET /api/v1/transfers': {},
  'POST /api/v1/transfers': { bodies: [{ ...transferAsked, people: [] }, {}] },
  'GET /api/v1/transfers/:transfer': {},
  'POST /api/v1/transfers/:transfer/answers': { bodies: [{ answer: 'withdrawn', people: [] }] },
  'GET /nominals/:nominal/emergency-access': {},
  'POST /nominals/:nominal/emergency-access': { bodies: [{ code: 'attending', reason: 'Two officers are there' }] },
  'GET /emergency-access/:emergency': {},
  'POST /emergency-access/:emergency/end': { bodies: [{ why: '' }, { why: 'They have left' }] },
  'POST /emergency-access/:emergency/review': {
    bodies: [{}, { outcome: 'justified', words: 'Two officers were there' }],
  },
  'GET /api/v1/emergency-access/:id': { given: { id: ['emergency'] } },
  'POST /api/v1/emergency-access/:id/end': { given: { id: ['emergency'] }, bodies: [{ why: 'They have left' }] },
  'POST /api/v1/emergency-access/:id/review': {
    given: { id: ['emergency'] },
    bodies: [{ outcome: 'justified', words: 'Two officers were there' }],
  },
  'GET /nominals/:nominal/access-requests': {},
  'POST /nominals/:nominal/access-requests': { bodies: [{ purpose: '' }, { purpose: 'A joint visit with housing' }] },
  'GET /nominals/:nominal/access-requests/:request': {},
  'POST /nominals/:nominal/access-requests/:request': { bodies: [{}, { answer: 'refused', words: 'Ring us' }] },
  'POST /nominals/:nominal/access-requests/:request/withdraw': {},
  'GET /api/v1/nominals/:id/access-requests': {},
  'POST /api/v1/nominals/:id/access-requests': { bodies: [{ purpose: 'A joint visit with housing' }] },
  'POST /api/v1/nominals/:id/access-requests/:request/answer': {
    bodies: [{ answer: 'granted', words: 'For the visit' }],
  },
  'POST /api/v1/nominals/:id/access-requests/:request/withdraw': {},
  'GET /tasks': {},
  'POST /tasks/:task/done': {},
  'GET /api/v1/tasks': {},
  'POST /api/v1/tasks/:task/done': {},
  'GET /search': { queries: searches },
  'GET /api/v1/nominals': { queries: searches },
  'GET /due': { queries: [{}, { waiting: '1' }] },
  'GET /api/v1/due': { queries: [{}, { waiting: '1' }] },
  'GET /api/v1/caseload': {},
  'GET /nominals/new': {},
  'POST /nominals/new': {
    bodies: [
      { 'names.0.given': 'Leopold', 'names.0.family': 'Marchbanks' },
      { 'names.0.given': 'Leopold', 'names.0.family': 'Marchbanks', 'births.0.asGiven': '29 2 1984' },
      {
        'names.0.given': 'Leo',
        'names.0.family': 'Marchbank',
        'identifiers.0.kind': 'pnc',
        'identifiers.0.asGiven': '2002/0073319Z',
      },
    ],
  },
  'POST /api/v1/nominals': { bodies: [{ ...somebody, basis }, { ...somebody, basis }, { ...somebody }] },
  'GET /nominals/:nominal': { queries: [{}, { on: '24 11 2026' }] },
  'GET /api/v1/nominals/:id': { queries: [{}, { sections: 'names,links' }, { on: '2026-11-24' }] },
  'GET /nominals/:nominal/files': {},
  'POST /nominals/:nominal/files': {
    bodies: [{ kind: 'document', description: 'A note', marking: 'OFFICIAL' }],
    file: 'A note of a page',
  },
  'GET /api/v1/nominals/:id/files': {},
  'POST /api/v1/nominals/:id/files': {
    bodies: [{ kind: 'document', description: 'A note', marking: 'OFFICIAL' }],
    file: 'A note of a program',
  },
  'GET /nominals/:nominal/files/:file/withdrawal': {},
  'POST /nominals/:nominal/files/:file/withdrawal': { bodies: [{ why: 'It shows somebody else' }] },
  'POST /api/v1/nominals/:id/files/:file/withdrawal': { bodies: [{ why: 'It shows somebody else' }] },
  'GET /nominals/:nominal/facts/entry/:entry/files': {},
  'POST /nominals/:nominal/facts/entry/:entry/files': { bodies: [{ chosen: '' }] },
  'POST /nominals/:nominal/facts/entry/:entry/files/new': {
    bodies: [{ kind: 'document', description: 'A note', marking: 'OFFICIAL' }],
    file: 'A note of an entry',
  },
  'GET /nominals/:nominal/facts/entry/:entry/files/:attachment/removal': {},
  'POST /nominals/:nominal/facts/entry/:entry/files/:attachment/removal': { bodies: [{ why: 'Another visit' }] },
  'POST /api/v1/nominals/:id/entries/:entry/files': { bodies: [{ file: '0198c0de-0000-7000-8000-000000000003' }] },
  'POST /api/v1/nominals/:id/entries/:entry/files/:attachment/removal': { bodies: [{ why: 'Another visit' }] },
  'GET /nominals/:nominal/files/:file/correction': {},
  'POST /nominals/:nominal/files/:file/correction': {
    bodies: [{ kind: 'document', description: 'A letter', marking: 'OFFICIAL', why: 'Another' }],
  },
  'PUT /api/v1/nominals/:id/files/:file': {
    bodies: [{ kind: 'document', description: 'A letter', marking: 'OFFICIAL', why: 'Another' }],
  },
  'GET /files/:file': {},
  'GET /photographs/:file': {},
  'GET /photographs/:file/small': {},
  'GET /api/v1/files/:id/content': { given: { id: ['file'] } },
  'GET /nominals/:nominal/history': { queries: [{}, { on: '24 11 2026' }] },
  'GET /api/v1/nominals/:id/history': {},
  'GET /nominals/:nominal/arrangement': {},
  'GET /api/v1/nominals/:id/arrangement': {},
  'PUT /api/v1/nominals/:id/arrangement': { bodies: [{ area: 'none' }] },
  'DELETE /api/v1/nominals/:id/arrangement': {},
  'GET /api/v1/nominals/:id/disclosures': {},
  'GET /api/v1/nominals/:id/disclosures/:disclosure': {},
  'POST /api/v1/nominals/:id/facts/marker/:fact/approval': { bodies: [{}] },
  'POST /api/v1/nominals/:id/facts/marker/:fact/decision': {
    bodies: [{ outcome: 'confirmed' }, { outcome: 'not approved' }],
  },
  'POST /nominals/:nominal/arrangement': { bodies: [{ area: 'none' }] },
  'GET /nominals/:nominal/chronology': { queries: [{}, { words: 'door' }] },
  'GET /api/v1/nominals/:id/entries': { queries: [{}, { words: 'door' }] },
  'GET /nominals/:nominal/print': {},
  'POST /nominals/:nominal/print': { bodies: [disclosed, { ...disclosed, parts: 'chronology' }] },
  'GET /nominals/:nominal/disclosures/:disclosure': {},
  'POST /api/v1/nominals/:id/disclosures': { bodies: [{ ...disclosed, parts: ['identity'] }] },
  [`GET ${page}/new`]: { given: { kind: ['associate', 'name', 'marker'] } },
  [`POST ${page}`]: { bodies: [words, { language: '' }] },
  [`GET ${page}/:fact`]: {},
  [`GET ${page}/:fact/correction`]: {},
  [`POST ${page}/:fact/correction`]: { bodies: [{ ...words, version: 'x' }] },
  [`GET ${page}/:fact/end`]: {},
  [`POST ${page}/:fact/end`]: { bodies: [{ to: '1 1 2026' }] },
  [`GET ${page}/:fact/withdrawal`]: {},
  [`POST ${page}/:fact/withdrawal`]: { bodies: [{ why: 'Somebody else' }] },
  [`POST ${page}/:fact/approval`]: { bodies: [{}] },
  [`POST ${page}/:fact/decision`]: { bodies: [{ outcome: 'confirmed' }] },
  [`POST ${api}`]: { bodies: [words, { language: '' }] },
  [`GET ${api}/:fact`]: {},
  [`PUT ${api}/:fact`]: { bodies: [words] },
  [`POST ${api}/:fact/end`]: { bodies: [{ to: '2026-01-01' }] },
  [`POST ${api}/:fact/withdrawal`]: { bodies: [{ why: 'Somebody else' }] },
}
