import type { Round } from './servers.ts'
import {
  amongFew,
  bareCaseload,
  bareEntry,
  bareRecord,
  caseload,
  consult,
  newEntry,
  page,
  throughAct,
  type Way,
} from './ways.ts'

/** Ways that are asked in turn, round by round. */
export const turns: readonly (readonly Way[])[] = [
  [bareRecord, consult, throughAct],
  [bareCaseload, caseload],
  [consult, amongFew],
  [page],
  [bareEntry, newEntry], // what is written changes what is read
]

/** A figure of a turn: what it is of its rounds, and the least or the most that it may be. */
export type Figure = {
  readonly words: string
  readonly of: Way
  readonly beside: Way | null
  readonly reckoned: (round: Round, beside: Round | undefined) => number
  readonly least?: number
  readonly most?: number
}

const share = ({ rate }: Round, beside: Round | undefined) => rate / beside!.rate
const cost = ({ rate }: Round, beside: Round | undefined) => beside!.rate / rate

/** What is wanted (each the median of its rounds). */
export const figures: readonly Figure[] = [
  {
    words: 'a record through consult, of the bare server',
    of: consult,
    beside: bareRecord,
    reckoned: share,
    least: 0.4,
  },
  {
    words: 'a record through act, of the bare server',
    of: throughAct,
    beside: bareRecord,
    reckoned: share,
    least: 0.2,
  },
  { words: '25 of my caseload, of the bare server', of: caseload, beside: bareCaseload, reckoned: share, least: 0.25 },
  { words: 'an entry added, of the bare server', of: newEntry, beside: bareEntry, reckoned: share, least: 0.25 },
  {
    words: 'a record among 200,000, cost by one among 10,000',
    of: consult,
    beside: amongFew,
    reckoned: cost,
    most: 1.3,
  },
  {
    words: 'the record page at 8 connections, p99 in ms',
    of: page,
    beside: null,
    reckoned: ({ p99 }) => p99,
    most: 60,
  },
]

/** The most memory, in MB, that Concord's server may have held after all of it. */
export const mostMemory = 350

export const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!
