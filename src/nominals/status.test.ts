import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isArchivedOn, statusInWords, statusOf, type StatusFacts } from './status.ts'

const nothing: StatusFacts = {
  whereabouts: [],
  custody: [],
  addresses: [],
  releaseDates: [],
  archivings: [],
  statements: [],
  bases: [],
}
let made = 0
/** A fact recorded at noon of a day. */
const said = (recordedOn: string, from: string | null = null, to: string | null = null) => ({
  id: String(++made).padStart(8, '0'),
  recordedAt: `${recordedOn}T12:00:00Z`,
  from,
  to,
})
const at = (kind: string, place: string, ...when: Parameters<typeof said>) => ({ ...said(...when), kind, place })
const prison = (inCustody: boolean, ...when: Parameters<typeof said>) => ({
  ...said(...when),
  place: inCustody ? 'HMP Hewell' : 'Outside',
  inCustody,
  releaseOn: inCustody ? '2027-02-01' : null,
})
const premises = (...when: Parameters<typeof said>) => ({ ...said(...when), kind: 'AP', line: 'Elm House' })
const register = (words: string, recordedOn: string) => ({ ...said(recordedOn), kind: 'register status', words })
const basis = (recordedOn: string, more = {}) => ({
  ...said(recordedOn),
  confirmed: true,
  sourceKind: 'officer',
  ...more,
})

const day = '2026-11-23'
for (const [sentence, facts, words] of [
  ['somebody of whom no source says anything is not known', {}, 'Not known: no source says'],
  ['whom only the register manages is in the community', { statements: [register('ACTIVE', day)] }, 'In the community'],
  ['whom a prison holds is in custody there', { custody: [prison(true, day)] }, 'In custody at HMP Hewell'],
  [
    'a release that was recorded is the latest word',
    {
      custody: [prison(true, '2026-11-01')],
      whereabouts: [at('community', '', '2026-11-20', '2026-11-20')],
    },
    'In the community',
  ],
  [
    'a recall after a stay in approved premises is custody again',
    {
      addresses: [premises('2026-11-01', '2026-11-01')],
      whereabouts: [at('custody', 'HMP Stafford', '2026-11-10', '2026-11-10')],
    },
    'In custody at HMP Stafford',
  ],
  [
    'released to approved premises on one day, the premises say where the person is',
    {
      addresses: [premises('2026-11-10', '2026-11-10')],
      whereabouts: [at('community', '', '2026-11-10', '2026-11-10')],
    },
    'In approved premises at Elm House',
  ],
  [
    'an approved premises without a first day says nothing of now',
    { addresses: [premises('2026-11-10')], statements: [register('ACTIVE', day)] },
    'In the community',
  ],
  [
    'a prison that no longer has the person does not bring them back from hospital',
    { custody: [prison(false, day)], whereabouts: [at('hospital', 'Reaside', '2026-11-01', '2026-11-01')] },
    'In hospital at Reaside',
  ],
  [
    'nor from being wanted',
    { custody: [prison(false, day)], whereabouts: [at('wanted', '', '2026-11-01', '2026-11-01')] },
    'Wanted',
  ],
  [
    'but it ends the custody that was said before',
    { custody: [prison(false, day)], whereabouts: [at('custody', 'HMP Stafford', '2026-11-01', '2026-11-01')] },
    'In the community',
  ],
  [
    'and the prison’s own earlier word',
    { custody: [prison(true, '2026-11-01'), prison(false, '2026-11-08')] },
    'In the community',
  ],
  [
    'and not its later one',
    { custody: [prison(true, '2026-11-15'), prison(false, '2026-11-08')] },
    'In custody at HMP Hewell',
  ],
  [
    'an arrest on the day of release counts, because custody binds',
    {
      whereabouts: [
        at('community', '', '2026-11-10', '2026-11-10'),
        at('custody', 'Telford', '2026-11-10', '2026-11-10'),
      ],
    },
    'In custody at Telford',
  ],
  [
    'of one day a word that names its day goes before one that was only told on it',
    { custody: [prison(true, day)], whereabouts: [at('community', '', day, day)] },
    'In the community',
  ],
  [
    'wanted goes before whereabouts unknown of the same day: there is a warrant',
    {
      whereabouts: [at('whereabouts unknown', '', day, '2026-11-10'), at('wanted', '', day, '2026-11-10')],
    },
    'Wanted',
  ],
  [
    'somebody missing is of unknown whereabouts',
    { whereabouts: [at('whereabouts unknown', '', day)] },
    'Whereabouts unknown',
  ],
  ['somebody abroad is abroad', { whereabouts: [at('abroad', 'France', day)] }, 'Abroad in France'],
  ['somebody on bail is on bail', { whereabouts: [at('bail', '', day)] }, 'On bail'],
  [
    'detained is detained',
    { whereabouts: [at('immigration detention', 'Harmondsworth', day)] },
    'In immigration detention at Harmondsworth',
  ],
  ['deported is deported', { whereabouts: [at('deported', 'Norway', day)] }, 'Deported to Norway'],
  [
    'the dead stay dead, whatever is said later',
    { whereabouts: [at('dead', '', '2026-11-01', '2026-11-01'), at('community', '', day, day)] },
    'Dead',
  ],
  [
    'what begins tomorrow is not yet so',
    { whereabouts: [at('community', '', day, '2026-11-24'), at('custody', 'HMP Hewell', '2026-11-01', '2026-11-01')] },
    'In custody at HMP Hewell',
  ],
  [
    'what ended yesterday is no longer so',
    {
      whereabouts: [
        at('abroad', 'France', day, '2026-11-01', '2026-11-22'),
        at('bail', '', '2026-10-01', '2026-10-01'),
      ],
    },
    'On bail',
  ],
  [
    'what ends today is still so',
    { whereabouts: [at('abroad', 'France', day, '2026-11-01', day), at('bail', '', '2026-10-01', '2026-10-01')] },
    'Abroad in France',
  ],
  [
    'an archived record says so',
    { archivings: [said(day, '2026-11-01')], whereabouts: [at('community', '', day)] },
    'Archived: nobody manages this person now',
  ],
  [
    'but not before custody, which binds whoever reads it',
    { archivings: [said(day, '2026-11-01')], custody: [prison(true, day)] },
    'In custody at HMP Hewell',
  ],
  [
    'an archiving that was ended brings the record back',
    { archivings: [said(day, '2026-11-01', '2026-11-22')], whereabouts: [at('community', '', day)] },
    'In the community',
  ],
  [
    'what the register archived is archived',
    { statements: [register('ARCHIVED', day)] },
    'Archived: nobody manages this person now',
  ],
  [
    'until somebody confirms a basis after it',
    { statements: [register('ARCHIVED', '2026-11-01')], bases: [basis(day)] },
    'In the community',
  ],
  [
    'an extract’s basis does not do that',
    { statements: [register('ARCHIVED', '2026-11-01')], bases: [basis(day, { sourceKind: 'extract' })] },
    'Archived: nobody manages this person now',
  ],
  [
    'nor one that ended',
    { statements: [register('ARCHIVED', '2026-11-01')], bases: [basis(day, { to: '2026-11-22' })] },
    'Archived: nobody manages this person now',
  ],
] as readonly (readonly [string, Partial<StatusFacts>, string])[])
  test(sentence, () =>
    assert.equal(statusInWords(statusOf({ ...nothing, ...facts }, Temporal.PlainDate.from(day))), words),
  )

const release = (onDay: string, recordedOn: string, kind = 'release') => ({ ...said(recordedOn), kind, onDay })
for (const [sentence, facts, on] of [
  ['the prison’s date is the date of release', { custody: [prison(true, '2026-11-01')] }, '2027-02-01'],
  [
    'a date that an officer recorded later goes before it',
    { custody: [prison(true, '2026-11-01')], releaseDates: [release('2027-01-05', '2026-11-10')] },
    '2027-01-05',
  ],
  [
    'one recorded before the prison’s does not',
    { custody: [prison(true, '2026-11-10')], releaseDates: [release('2027-01-05', '2026-11-01')] },
    '2027-02-01',
  ],
  [
    'a release before this stay began was another stay’s',
    {
      whereabouts: [at('custody', 'HMP Hewell', '2026-11-10', '2026-11-10')],
      releaseDates: [release('2025-01-05', '2026-11-12')],
    },
    null,
  ],
  [
    'from hospital it is the discharge that counts',
    {
      whereabouts: [at('hospital', 'Reaside', '2026-11-10', '2026-11-10')],
      releaseDates: [release('2027-01-05', '2026-11-12'), release('2026-12-24', '2026-11-11', 'hospital discharge')],
    },
    '2026-12-24',
  ],
  [
    'in the community there is no release to come',
    {
      whereabouts: [at('community', '', '2026-11-10', '2026-11-10')],
      releaseDates: [release('2027-01-05', '2026-11-12')],
    },
    null,
  ],
] as readonly (readonly [string, Partial<StatusFacts>, string | null])[])
  test(sentence, () => assert.equal(statusOf({ ...nothing, ...facts }, Temporal.PlainDate.from(day)).releaseOn, on))

test('a record is archived on the last day of its archiving and not on the next', () => {
  const facts = { ...nothing, archivings: [said(day, '2026-11-01', day)] }
  assert.equal(isArchivedOn(facts, Temporal.PlainDate.from(day)), true)
  assert.equal(isArchivedOn(facts, Temporal.PlainDate.from('2026-11-24')), false)
})
