/** A fault that the person who started the program can mend: its message is one clear sentence for them, and the program ends with 1. */
export class Stop extends Error {
  override readonly name = 'Stop'
}

/** The code that Node.js or PostgreSQL gives a failure (`EADDRINUSE`, `40001`), safe to log because it holds no content; `undefined` when it has none. */
export const codeOf = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined
