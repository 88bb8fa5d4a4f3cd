import type { ExtractFacts, Figures } from './extract.facts.ts'
import { dayOf, momentInWords, timeInWords } from '#platform'

/** The same figures ready to print: "1,500". */
export type FiguresInWords = { readonly [figure in keyof Figures]: string }

/** "1,500". */
export const number = (value: number): string => value.toLocaleString('en-GB')

export const inWords = ({ read, takenIn, refused }: Figures): FiguresInWords => ({
  read: number(read),
  takenIn: number(takenIn),
  refused: number(refused),
})

/** The figures of all files together. */
export const totalOf = (files: readonly Figures[]): Figures => ({
  read: files.reduce((sum, file) => sum + file.read, 0),
  takenIn: files.reduce((sum, file) => sum + file.takenIn, 0),
  refused: files.reduce((sum, file) => sum + file.refused, 0),
})

/** How an extract stands; its dates tell. */
export const stateOf = ({ finishedAt, stoppedAt }: ExtractFacts): 'loaded' | 'stopped' | 'being loaded' => {
  if (finishedAt) return 'loaded'
  return stoppedAt ? 'stopped' : 'being loaded'
}

export const stateInWords = (extract: ExtractFacts): string => {
  const { finishedAt, stoppedAt } = extract
  if (finishedAt) return `Loaded ${whenInWords(finishedAt, extract)}`
  return stoppedAt ? `Stopped ${whenInWords(stoppedAt, extract)}` : 'Being loaded'
}

/** The day only where it is another than that on which the extract was begun. */
const whenInWords = (at: Temporal.Instant, { begunAt }: ExtractFacts): string =>
  dayOf(at).equals(dayOf(begunAt)) ? `at ${timeInWords(at)}` : `on ${momentInWords(at)}`

/** When it was begun, and by whom. */
export const begunInWords = ({ begunAt, begunBy }: ExtractFacts): string =>
  `${momentInWords(begunAt)}, ${begunBy === null ? 'from the command line' : `by ${begunBy}`}`
