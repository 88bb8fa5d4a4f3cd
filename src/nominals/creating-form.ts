import { newId, parseId, type Id } from '#platform'
import type { Given } from './fact-reading.ts'
import type { Answered } from './none-of-these.ts'
import { basisFields, laterFields, mostNames, mostNumbers, type Described } from './new-nominal.ts'
import type { Once } from './new-nominal.store.ts'

/** Where a program's list and a form's field meet: "names.0.family" is the first name's `family`. */
const parts = {
  names: { most: mostNames, fields: ['kind', 'given', 'family', 'script'] },
  identifiers: { most: mostNumbers, fields: ['kind', 'asGiven'] },
} as const
const birthFields = ['asGiven', 'place'] as const

const identityFields: readonly string[] = [
  ...Object.entries(parts).flatMap(([part, { most, fields }]) =>
    Array.from({ length: most }, (_, at) => fields.map(field => `${part}.${at}.${field}`)).flat(),
  ),
  ...birthFields.map(field => `birth.${field}`),
  'sex',
]

/** What a form sent, as text by the names of its fields; what it does not ask for is left out. */
export const typedIn = (body: unknown): Readonly<Record<string, string>> => {
  const given = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  return Object.fromEntries(
    [...identityFields, ...laterFields, 'once', 'checked', 'step'].flatMap(name => {
      const value = Object.hasOwn(given, name) ? given[name] : undefined
      // A field that is sent twice is not something that the form can do.
      return typeof value === 'string' && value !== '' ? [[name, value]] : []
    }),
  )
}

export const describedIn = (typed: Given): Described => {
  const listOf = (part: keyof typeof parts): readonly Given[] =>
    Array.from({ length: parts[part].most }, (_, at) =>
      Object.fromEntries(parts[part].fields.map(field => [field, typed[`${part}.${at}.${field}`]])),
    )
  return {
    names: listOf('names'),
    birth: Object.fromEntries(birthFields.map(field => [field, typed[`birth.${field}`]])),
    sex: typed['sex'],
    identifiers: listOf('identifiers'),
    basis: Object.fromEntries(basisFields.map(field => [field, typed[field]])),
    manager: typed['manager'],
    source: typed['source'],
  }
}

/** More than anybody was shown. */
const mostChecked = 200

export const answeredIn = ({ checked, somebodyElse = '' }: Readonly<Record<string, string>>): Answered => ({
  // A page shows people before it asks: without a list they have been shown nobody.
  checked: checked === undefined ? [] : checked.split(' ').slice(0, mostChecked),
  somebodyElse: somebodyElse.replaceAll(/\s+/g, ' ').trim(),
})

/** The form's own id, or a new one where it brings none that could be. */
export const onceIn = ({ once = '' }: Readonly<Record<string, string>>): Once =>
  (parseId<Id<'form'>>(once) ?? newId<Id<'form'>>()) as string as Once

type Hidden = readonly { readonly name: string; readonly value: string }[]

/** What goes with the form of a page unseen: all that was typed but what the page itself asks for. */
export const hiddenOn = (page: 'found' | 'basis', typed: Readonly<Record<string, string>>, once: Once): Hidden => [
  { name: 'once', value: once },
  ...[
    ...identityFields,
    ...(page === 'found' ? laterFields.filter(name => name !== 'somebodyElse') : ['somebodyElse']),
  ].flatMap(name => (typed[name] === undefined ? [] : [{ name, value: typed[name] }])),
]
