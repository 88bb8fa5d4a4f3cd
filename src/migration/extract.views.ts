import type { PageView } from '#platform'
import type { ExtractFacts, Figures, FileFacts } from './extract.facts.ts'
import { begunInWords, inWords, number, stateInWords, stateOf, totalOf, type FiguresInWords } from './figures.ts'

/** One extract: progress, figures of each file, refused rows. */
export type ExtractView = PageView & {
  readonly state: string
  readonly live: boolean // still changing: the page refreshes itself where there is script
  readonly progress: { readonly percent: number; readonly words: string } | null
  readonly stop: string | null // POST
  readonly restart: string | null // POST
  readonly here: string
  readonly files: readonly (FiguresInWords & {
    readonly file: string
    readonly recognisedAs: string
    readonly fault: string | null
  })[]
  readonly totals: FiguresInWords
  readonly accountedFor: string
  readonly refused: {
    readonly count: string
    readonly rows: readonly RefusedRow[]
    readonly more: string | null
    readonly download: string | null
  }
}

/** A refused row in the list; `putRight`: by whom and when, empty while it waits. */
export type RefusedRow = {
  readonly href: string
  readonly file: string
  readonly line: string
  readonly key: string
  readonly reason: string
  readonly putRight: string
}

declare module 'fastify' {
  interface PageViews {
    'migration/extract': ExtractView
  }
}

/** `refused`: one page of the refused rows; `download`: all of them as a CSV file. */
export const extractView = (
  extract: ExtractFacts,
  refused: {
    readonly rows: readonly RefusedRow[]
    readonly more: string | null
    readonly download: string | null
  },
): ExtractView => {
  const totals = totalOf(extract.files)
  const state = stateOf(extract)
  const here = `/extracts/${extract.id}`
  return {
    title: `Extract: ${extract.name}`,
    aboutPeople: refused.rows.length > 0,
    state: `${stateInWords(extract)}. Begun ${begunInWords(extract)}`,
    live: state === 'being loaded',
    progress: state === 'being loaded' ? progressOf(extract.files, totals) : null,
    stop: state === 'being loaded' ? `${here}/stop` : null,
    restart: state === 'stopped' ? `${here}/start` : null,
    here,
    files: extract.files.map(({ file, recognisedAs, fault, ...figures }) => ({
      file,
      recognisedAs,
      fault,
      ...inWords(figures),
    })),
    totals: inWords(totals),
    accountedFor: accountOf(totals, state === 'loaded'),
    refused: { ...refused, count: refusedInWords(totals.refused) },
  }
}

const settledOf = ({ loaded, linked, refused }: Figures): number => loaded + linked + refused

const progressOf = (files: readonly FileFacts[], totals: Figures): NonNullable<ExtractView['progress']> => {
  const percent = totals.read === 0 ? 0 : Math.floor((settledOf(totals) / totals.read) * 100)
  const settled = `${number(settledOf(totals))} of ${number(totals.read)} rows settled`
  return { percent, words: files.every(({ readWhole }) => readWhole) ? settled : `${settled}; still reading` }
}

const accountOf = (totals: Figures, finished: boolean): string => {
  const missing = totals.read - settledOf(totals)
  if (missing === 0) return 'Every row that was read is accounted for.'
  const rows = missing === 1 ? '1 row has' : `${number(missing)} rows have`
  return finished ? `${rows} no outcome: tell support.` : `${rows} been read and not yet settled.`
}

const refusedInWords = (count: number): string => {
  if (count === 0) return 'No row was refused.'
  return count === 1 ? '1 row was refused.' : `${number(count)} rows were refused.`
}
