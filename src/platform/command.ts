/** One command of `npx concord`: what its area exports and `src/commands.ts` lists. */
export type Command = {
  /** A few words for the list of commands. */
  readonly summary: string
  /** What `--help` prints after the summary: the form of the command and its options, with an example. */
  readonly usage: string
  /**
   * Does the work and answers with the exit code: 0, or 1 for refused or found wanting. Wrong use is thrown (`WrongUse`, or what
   * `parseArgs` throws), and so is what the person at the terminal can mend (`Stop`).
   * @param args what stands after the command's name
   * @param stopping is aborted by Ctrl-C or SIGTERM: a long command then finishes what it must not leave half done, and returns
   */
  readonly run: (args: readonly string[], stopping: AbortSignal) => Promise<0 | 1>
}

/** The command was not used as its usage says; its message is one sentence. Exit code 2. */
export class WrongUse extends Error {
  override readonly name = 'WrongUse'
}
