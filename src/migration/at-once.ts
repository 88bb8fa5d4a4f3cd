/** Waits until all have ended, also when one fails, so that nothing goes on behind its caller's back; then throws what failed first. */
export const allEnded = async <Result>(works: readonly Promise<Result>[]): Promise<readonly Result[]> => {
  await Promise.allSettled(works)
  return Promise.all(works)
}

/** Does the same work twice side by side: while the database is busy with what one sent, the other makes its next. */
export const twoAtOnce = async (work: () => Promise<void>): Promise<void> => {
  await allEnded([work(), work()])
}
