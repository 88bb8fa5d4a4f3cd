import { momentInWords, timeInWords, type PageView, type Refusal } from '#platform'

/** How a load stands. *stopped*: it can be started again where it was. */
export type LoadState = 'waiting' | 'running' | 'stopped' | 'done' | 'failed'

/** The figures of a file or a load: once done, read = loaded + linked + refused. */
export type Figures = {
  readonly read: number
  readonly loaded: number
  readonly linked: number
  readonly refused: number
}

/** One delivery of extracts and what became of it. `bytes`: read so far and in all, from which the progress is shown. */
export type LoadFacts = {
  readonly id: string
  readonly startedAt: Temporal.Instant
  readonly endedAt: Temporal.Instant | null
  readonly startedBy: string
  readonly state: LoadState
  readonly why: string | null // why it stopped or failed, in a sentence
  readonly bytesRead: number
  readonly bytesInAll: number
  readonly files: readonly (Figures & { readonly file: string; readonly recognisedAs: string })[]
}

/** The same figures ready to print: "1,500". */
export type FiguresInWords = { readonly [figure in keyof Figures]: string }

/** One row of the list of loads. */
export type LoadRow = FiguresInWords & {
  readonly href: string
  readonly started: string
  readonly startedBy: string
  readonly files: string
  readonly state: string
}

/** The data steward's list of loads, with the form that begins one. */
export type ExtractsView = PageView & {
  readonly action: string // POST, multipart, field `files`
  readonly filesMax: number
  readonly sizeMax: string
  readonly errors: readonly { readonly text: string; readonly href: string }[]
  readonly loads: readonly LoadRow[]
  readonly older: string | null
}

/** One load: progress, figures of each file, refused rows. */
export type ExtractView = PageView & {
  readonly state: string
  readonly live: boolean // still changing: the page refreshes itself where there is script
  readonly why: string | null
  readonly progress: { readonly percent: number; readonly words: string } | null
  readonly stop: string | null // POST
  readonly restart: string | null // POST
  readonly here: string
  readonly files: readonly (FiguresInWords & {
    readonly file: string
    readonly recognisedAs: string
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
    'migration/extracts': ExtractsView
    'migration/extract': ExtractView
  }
}

const number = (value: number): string => value.toLocaleString('en-GB')

const inWords = ({ read, loaded, linked, refused }: Figures): FiguresInWords => ({
  read: number(read),
  loaded: number(loaded),
  linked: number(linked),
  refused: number(refused),
})

const totalOf = (files: readonly Figures[]): Figures => ({
  read: files.reduce((sum, file) => sum + file.read, 0),
  loaded: files.reduce((sum, file) => sum + file.loaded, 0),
  linked: files.reduce((sum, file) => sum + file.linked, 0),
  refused: files.reduce((sum, file) => sum + file.refused, 0),
})

const states: Readonly<Record<LoadState, string>> = {
  waiting: 'Waiting to begin',
  running: 'Being loaded',
  stopped: 'Stopped',
  done: 'Loaded',
  failed: 'Failed',
}

/** Loads newest first. `limits`: what the upload takes. `older`: null when these are the last. */
export const extractsView = (facts: {
  readonly loads: readonly LoadFacts[]
  readonly refusals: readonly Refusal[]
  readonly limits: { readonly files: number; readonly megabytes: number }
  readonly older: string | null
}): ExtractsView => ({
  title: facts.refusals.length > 0 ? 'Error: Extracts' : 'Extracts',
  aboutPeople: false,
  action: '/extracts',
  filesMax: facts.limits.files,
  sizeMax: `${number(facts.limits.megabytes)} MB`,
  errors: facts.refusals.map(({ text }) => ({ text, href: '#files' })),
  loads: facts.loads.map(load => ({
    href: `/extracts/${load.id}`,
    started: momentInWords(load.startedAt),
    startedBy: load.startedBy,
    files: load.files.length === 1 ? '1 file' : `${load.files.length} files`,
    state: states[load.state],
    ...inWords(totalOf(load.files)),
  })),
  older: facts.older,
})

/** `refused`: one page of the refused rows; `download`: the same as a CSV file. */
export const extractView = (
  load: LoadFacts,
  refused: { readonly rows: readonly RefusedRow[]; readonly more: string | null; readonly download: string | null },
): ExtractView => {
  const totals = totalOf(load.files)
  const here = `/extracts/${load.id}`
  const running = load.state === 'running' || load.state === 'waiting'
  return {
    title: `Extracts of ${momentInWords(load.startedAt)}`,
    aboutPeople: refused.rows.length > 0,
    state: `${states[load.state]}${load.endedAt ? ` at ${timeInWords(load.endedAt)}` : ''}, begun by ${load.startedBy}`,
    live: running,
    why: load.why,
    progress: running ? progressOf(load) : null,
    stop: running ? `${here}/stop` : null,
    restart: load.state === 'stopped' || load.state === 'failed' ? `${here}/start` : null,
    here,
    files: load.files.map(file => ({ file: file.file, recognisedAs: file.recognisedAs, ...inWords(file) })),
    totals: inWords(totals),
    accountedFor: accountOf(totals, running),
    refused: { ...refused, count: refusedInWords(totals.refused) },
  }
}

const progressOf = ({ bytesRead, bytesInAll }: LoadFacts): NonNullable<ExtractView['progress']> => {
  const percent = bytesInAll === 0 ? 0 : Math.min(100, Math.floor((bytesRead / bytesInAll) * 100))
  return { percent, words: `${percent}% read` }
}

const accountOf = ({ read, loaded, linked, refused }: Figures, running: boolean): string => {
  const missing = read - loaded - linked - refused
  if (missing === 0) return 'Every row that was read is accounted for.'
  const rows = missing === 1 ? '1 row' : `${number(missing)} rows`
  return running ? `${rows} read and not yet decided.` : `${rows} are not accounted for: tell support.`
}

const refusedInWords = (count: number): string => {
  if (count === 0) return 'No row was refused.'
  return count === 1 ? '1 row was refused.' : `${number(count)} rows were refused.`
}
