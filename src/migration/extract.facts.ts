/** The figures of a file or an extract. Once all is settled, read = loaded + linked + refused. */
export type Figures = {
  readonly read: number
  readonly loaded: number
  readonly linked: number
  readonly refused: number
}

/** One file of an extract. `fault`: why it cannot all be read, in a sentence. */
export type FileFacts = Figures & {
  readonly file: string
  readonly recognisedAs: string // "Register: people"
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
