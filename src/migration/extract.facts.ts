/**
 * The figures of a file or an extract, as a data steward sees them. Once all is settled, read = taken in + refused. Which rows were
 * loaded and which linked is not among them: it would tell whether another agency has a record of the person.
 */
export type Figures = {
  readonly read: number
  readonly takenIn: number
  readonly refused: number
}

/** One file of an extract. `fault`: why it cannot all be read, in a sentence. */
export type FileFacts = Figures & {
  readonly file: string
  readonly recognisedAs: string // "Nominals of the register"
  readonly readWhole: boolean
  readonly fault: string | null
}

/** One delivery of files and what became of it. Its state is told by its dates: `finishedAt`, else `stoppedAt`, else it goes on. */
export type ExtractFacts = {
  readonly id: string
  readonly name: string
  readonly begunAt: Temporal.Instant
  readonly begunBy: string | null // null: from the command line
  readonly stoppedAt: Temporal.Instant | null
  readonly finishedAt: Temporal.Instant | null
  readonly files: readonly FileFacts[]
}
