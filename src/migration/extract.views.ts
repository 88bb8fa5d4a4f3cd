import type { PageView } from '#platform'
import type { ExtractFacts, Figures, FileFacts } from './extract.facts.ts'
import { begunInWords, inWords, number, stateInWords, stateOf, totalOf, type FiguresInWords } from './figures.ts'

/** One extract: progress, figures of each file, refused rows. */
export type ExtractView = PageView & {
  readonly notice: string | null // what somebody has just done
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
  readonly reconciliation: { readonly words: readonly string[]; readonly href: string }
  readonly accountedFor: string
  readonly refused: {
    readonly count: string
    readonly rows: readonly RefusedRow[]
    readonly more: string | null
    readonly download: string | null
  }
  readonly putRight: { readonly count: string; readonly rows: readonly PutRightRow[] } | null
}

/** A refused row in the list. */
export type RefusedRow = {
  readonly href: string
  readonly file: string
  readonly line: string
  readonly key: string
  readonly reason: string
}

/** A row that was put right. `when`: "Harriet Stanmore, 23 November 2026 at 6:20pm". */
export type PutRightRow = Omit<RefusedRow, 'reason'> & { readonly when: string }

declare module 'fastify' {
  interface PageViews {
    'migration/extract': ExtractView
  }
}

/**
 * `refused`: one page of the refused rows; `download`: all of them as a CSV file. `putRight`: the latest of those put right.
 * `notice`: what has just been done, in a sentence. `reconciliation`: how that stands, in sentences.
 */
export const extractView = (
  extract: ExtractFacts,
  refused: {
    readonly rows: readonly RefusedRow[]
    readonly more: string | null
    readonly download: string | null
  },
  putRight: readonly PutRightRow[] = [],
  notice: string | null = null,
  reconciliation: readonly string[] = [],
): ExtractView => {
  const totals = totalOf(extract.files)
  const state = stateOf(extract)
  const isHere = extract.begunBy !== null
  const here = `/extracts/${extract.id}`
  return {
    title: `Extract: ${extract.name}`,
    aboutPeople: refused.rows.length > 0 || putRight.length > 0,
    notice,
    state: `${stateInWords(extract)}. Begun ${begunInWords(extract)}`,
    live: state === 'being loaded',
    progress: state === 'being loaded' ? progressOf(extract.files, totals) : null,
    // What runs from a command line is stopped there.
    stop: isHere && state === 'being loaded' ? `${here}/stop` : null,
    restart: isHere && state === 'stopped' ? `${here}/start` : null,
    here,
    files: extract.files.map(({ file, recognisedAs, fault, ...figures }) => ({
      file,
      recognisedAs,
      fault,
      ...inWords(figures),
    })),
    totals: inWords(totals),
    reconciliation: { words: reconciliation, href: `${here}/reconciliation` },
    accountedFor: accountOf(totals, state === 'loaded'),
    refused: { ...refused, count: refusedInWords(totals.refused, state) },
    putRight: putRight.length > 0 ? { count: latestInWords(putRight.length), rows: putRight } : null,
  }
}

/** How many rows put right a page lists. */
export const putRightListed = 25

const latestInWords = (count: number): string => {
  if (count === 1) return '1 row was put right.'
  return count < putRightListed ? `${count} rows were put right.` : `The ${count} rows that were put right last.`
}

const settledOf = ({ takenIn, refused }: Figures): number => takenIn + refused

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

const refusedInWords = (count: number, state: ReturnType<typeof stateOf>): string => {
  const sofar = state === 'loaded' ? '' : ' so far'
  if (count === 0) return `No row is refused${sofar}.`
  return count === 1 ? `1 row is refused${sofar}.` : `${number(count)} rows are refused${sofar}.`
}
