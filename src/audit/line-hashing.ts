import { hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { Hash } from './merkle.ts'

const lineFeed = 10
/** Longer than any event: 500 subjects and 1,000 recipients fit. */
const longestLine = 4 * 1024 * 1024

/**
 * The leaf hashes of a file of which every line is a leaf, in their order; only some of the file is ever in memory. Ends with an error for a line
 * without an end and for one longer than 4 MiB: neither is a whole event.
 */
export async function* leafHashesIn(file: string): AsyncGenerator<readonly Hash[], void> {
  // The byte before a line is its prefix: the line feed before it is overwritten by it, so that nothing is copied.
  let rest = Buffer.from([0])
  for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>) {
    const all = rest.length === 1 ? Buffer.concat([Buffer.from([0]), chunk]) : Buffer.concat([rest, chunk])
    const hashes: Hash[] = []
    let from = 0
    for (;;) {
      const to = all.indexOf(lineFeed, from + 1)
      if (to < 0) break
      hashes.push(hash('sha256', all.subarray(from, to), 'buffer'))
      all[to] = 0
      from = to
    }
    rest = Buffer.from(all.subarray(from))
    if (rest.length > longestLine) throw new Error('a line is longer than any event')
    yield hashes
  }
  if (rest.length > 1) throw new Error('the last line has no end')
}
