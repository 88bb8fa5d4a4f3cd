import prisonAlerts from '../../reference/prison-alerts.json' with { type: 'json' }
import registrations from '../../reference/probation-registrations.json' with { type: 'json' }
import type { Refusal } from '#platform'
import { mappaCategories } from './kinds/management.ts'
import { recordStatuses, statusInWords } from './status.ts'
import { ofAge, type BirthAsked } from './birth-asked.ts'

/** What a search is narrowed by, as it was typed or chosen; empty where nothing was. `agency` is its code, `ageFrom` and `ageTo` years. */
export type FiltersTyped = {
  readonly agency: string
  readonly status: string
  readonly category: string
  readonly place: string
  readonly ageFrom: string
  readonly ageTo: string
}

export const noFilters: FiltersTyped = { agency: '', status: '', category: '', place: '', ageFrom: '', ageTo: '' }

/** What the database is asked to pass by (`passes`); null: nothing. Ages are days of birth, and go with those. */
export type Filters = {
  readonly agencies?: readonly string[]
  readonly statuses?: readonly string[]
  readonly categories?: readonly string[]
  /** Codes of alerts and registrations by which an agency's extract states the category. */
  readonly registrations?: readonly string[]
  readonly place?: string
}

/** What a record's status may be, and how a filter calls it. */
export const statusChoices: readonly (readonly [code: string, words: string])[] = recordStatuses.map(status => [
  status,
  statusInWords({ status, statusPlace: null, releaseOn: null }).replace(/:.*/, ''),
])

/** The categories of MAPPA as people state them on a record. */
export const categoryChoices: readonly (readonly [code: string, words: string])[] = mappaCategories.map(
  ({ code, words }) => [code, words],
)

type Stated = { readonly code: string; readonly mappa?: { readonly category: number | null } }

const registrationsOf = (category: string): readonly string[] =>
  [...(prisonAlerts.rows as readonly Stated[]), ...(registrations.rows as readonly Stated[])].flatMap(
    ({ code, mappa }) =>
      mappa !== undefined && mappa.category !== null && String(mappa.category) === category ? [code] : [],
  )

const longestPlace = 80
const [youngest, oldest] = [10, 120]

/** Every reason why the filters cannot be used. */
export const filterRefusals = ({ status, category, place, ageFrom, ageTo }: FiltersTyped): readonly Refusal[] => [
  ...(status === '' || statusChoices.some(([code]) => code === status)
    ? []
    : [{ field: 'status', text: `There is no status “${status.slice(0, 40)}”` }]),
  ...(category === '' || categoryChoices.some(([code]) => code === category)
    ? []
    : [{ field: 'category', text: `There is no category “${category.slice(0, 40)}”` }]),
  ...(place.length > longestPlace
    ? [{ field: 'place', text: `A place has no more than ${longestPlace} letters` }]
    : []),
  ...[['ageFrom', ageFrom] as const, ['ageTo', ageTo] as const].flatMap(([field, text]) =>
    text === '' || ageIn(text) !== undefined ? [] : [{ field, text: badAge }],
  ),
  ...(ageFrom !== '' && ageTo !== '' && (ageIn(ageFrom) ?? 0) > (ageIn(ageTo) ?? oldest)
    ? [{ field: 'ageTo', text: 'The second age must not be below the first' }]
    : []),
]

const badAge = `Enter an age in whole years, from ${youngest} to ${oldest}`

const ageIn = (text: string): number | undefined => {
  const age = /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN
  return age >= youngest && age <= oldest ? age : undefined
}

/** The filters that the database knows; null where there are none. */
export const filtersOf = ({ agency, status, category, place }: FiltersTyped): Filters | null => {
  const filters = {
    ...(agency === '' ? {} : { agencies: [agency] }),
    ...(status === '' ? {} : { statuses: [status] }),
    ...(category === '' ? {} : { categories: [category], registrations: registrationsOf(category) }),
    ...(place === '' ? {} : { place }),
  }
  return Object.keys(filters).length > 0 ? filters : null
}

/** The days of birth of those who are of the ages asked for; null where none are. */
export const agesOf = ({ ageFrom, ageTo }: FiltersTyped, today: Temporal.PlainDate): BirthAsked | null =>
  ageFrom === '' && ageTo === '' ? null : ofAge(ageIn(ageFrom) ?? null, ageIn(ageTo) ?? null, today)

/** The filters in words, for whoever found nothing. `agency`: its name. */
export const filtersInWords = (typed: FiltersTyped): readonly string[] => [
  ...(typed.agency === '' ? [] : ['led by one agency']),
  ...(typed.status === ''
    ? []
    : [statusChoices.find(([code]) => code === typed.status)?.[1].toLowerCase() ?? typed.status]),
  ...(typed.category === ''
    ? []
    : [`of the category ${categoryChoices.find(([code]) => code === typed.category)?.[1] ?? typed.category}`]),
  ...(typed.place === '' ? [] : [`in ${typed.place}`]),
  ...(typed.ageFrom === '' && typed.ageTo === '' ? [] : [`aged ${typed.ageFrom || 'any'} to ${typed.ageTo || 'any'}`]),
]
