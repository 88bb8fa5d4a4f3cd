import type { PageView, Refusal } from '#platform'
import type { ExtractFacts } from './extract.facts.ts'
import { begunInWords, inWords, number, stateInWords, totalOf, type FiguresInWords } from './figures.ts'

/** One row of the list of extracts. */
export type ExtractRow = FiguresInWords & {
  readonly href: string
  readonly name: string
  readonly begun: string
  readonly files: string
  readonly state: string
}

/** The data steward's list of extracts, with the form that loads one. */
export type ExtractsView = PageView & {
  readonly action: string // POST, multipart: `name`, `files`
  readonly name: string // as typed
  readonly nameErrors: readonly string[]
  readonly filesErrors: readonly string[]
  readonly filesMax: number
  readonly sizeMax: string
  readonly errors: readonly { readonly text: string; readonly href: string }[]
  readonly extracts: readonly ExtractRow[]
  readonly older: string | null
}

declare module 'fastify' {
  interface PageViews {
    'migration/extracts': ExtractsView
  }
}

const reasonsFor = (refusals: readonly Refusal[], field: string): readonly string[] =>
  refusals.filter(refusal => refusal.field === field).map(({ text }) => text)

/** Extracts newest first. `limits`: what the form takes. `refusals` are about `name` or `files`. `older`: null when these are the last. */
export const extractsView = (facts: {
  readonly extracts: readonly ExtractFacts[]
  readonly name: string
  readonly refusals: readonly Refusal[]
  readonly limits: { readonly files: number; readonly megabytes: number }
  readonly older: string | null
}): ExtractsView => ({
  title: facts.refusals.length > 0 ? 'Error: Extracts' : 'Extracts',
  aboutPeople: false,
  action: '/extracts',
  name: facts.name,
  nameErrors: reasonsFor(facts.refusals, 'name'),
  filesErrors: reasonsFor(facts.refusals, 'files'),
  filesMax: facts.limits.files,
  sizeMax: `${number(facts.limits.megabytes)}\u00a0MB`,
  errors: facts.refusals.map(({ field, text }) => ({ text, href: `#${field}` })),
  extracts: facts.extracts.map(extract => ({
    href: `/extracts/${extract.id}`,
    name: extract.name,
    begun: begunInWords(extract),
    files: extract.files.length === 1 ? '1 file' : `${extract.files.length} files`,
    state: stateInWords(extract),
    ...inWords(totalOf(extract.files)),
  })),
  older: facts.older,
})
