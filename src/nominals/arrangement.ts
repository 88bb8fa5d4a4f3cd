import areas from '../../reference/areas.json' with { type: 'json' }
import { decide, type AgencyId, type Decision } from '#platform'
import type { Choice } from './fact-kind.ts'
import type { Given } from './fact-reading.ts'

/** The area under whose arrangement counter-terrorism cases are managed (MAPPA guidance, chapter 24). */
export const counterTerrorismArea = areas.rows.find(({ forces }) => forces.length === 0)!.code

/** An arrangement to be stated: null for none. `level` is null where the lead agency has not stated one. */
export type Arrangement = { readonly area: string; readonly level: 1 | 2 | 3 | null } | null

export const noArrangement = 'none'

/** The arrangements that may be stated: a counter-terrorism case has but one, and any other has every area's. */
export const arrangementChoices = (isCounterTerrorism: boolean): readonly Choice[] => [
  ...areas.rows
    .filter(({ code }) => (code === counterTerrorismArea) === isCounterTerrorism)
    .map(({ code, name }) => ({ code, words: name })),
  { code: noArrangement, words: 'Not managed under MAPPA' },
]

export const levelChoices: readonly Choice[] = [
  { code: '1', words: 'Level 1: ordinary agency management' },
  { code: '2', words: 'Level 2: formal multi-agency meetings' },
  { code: '3', words: 'Level 3: senior representation' },
  { code: '', words: 'No level has been stated' },
]

/**
 * Whether an arrangement may be stated of a record: by the lead agency, in an area that its kind of case is managed in. The names of
 * what is sent: `area`, `level`. Refuses with every reason. The database repeats it: set_arrangement().
 */
export const stateArrangement = (
  given: Given,
  {
    lead,
    mine,
    isCounterTerrorism,
  }: { readonly lead: AgencyId | null; readonly mine: AgencyId; readonly isCounterTerrorism: boolean },
): Decision<Arrangement> => {
  const [area, level] = [codeIn(given['area']), codeIn(given['level'])]
  const isKnown = arrangementChoices(isCounterTerrorism).some(({ code }) => code === area)
  const isElsewhere = areas.rows.some(({ code }) => code === area) && !isKnown
  return decide(
    [
      lead !== mine && { field: '', text: 'The lead agency states the arrangement: ask them' },
      area === '' && { field: 'area', text: 'Choose the arrangement, or that there is none' },
      isElsewhere && {
        field: 'area',
        text: isCounterTerrorism
          ? 'A counter-terrorism case is managed under CT MAPPA, whose co-ordinators alone may read it'
          : 'CT MAPPA is for counter-terrorism cases: confirm the basis as one first',
      },
      area !== '' && !isKnown && !isElsewhere && { field: 'area', text: 'Arrangement must be one of the list' },
      !levelChoices.some(({ code }) => code === level) && {
        field: 'level',
        text: 'Level must be 1, 2 or 3, or be left out',
      },
    ],
    () => (area === noArrangement ? null : { area, level: level === '' ? null : (Number(level) as 1 | 2 | 3) }),
  )
}

/** A code as a form or a program sends it; what is none stands in no list. */
const codeIn = (given: unknown): string =>
  given === undefined || given === null
    ? ''
    : typeof given === 'string' || typeof given === 'number'
      ? String(given)
      : '?'
