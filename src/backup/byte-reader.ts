/** Reads a stream of bytes in pieces of one's own choosing. */
export class ByteReader {
  readonly #source: AsyncIterator<Buffer>
  #held: Buffer[] = []
  #length = 0
  #over = false

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]()
  }

  /** The next `count` bytes; fewer only where the stream ends. */
  async take(count: number): Promise<Buffer> {
    while (this.#length < count && !this.#over) {
      const { done, value } = await this.#source.next()
      if (done === true) this.#over = true
      else {
        this.#held.push(value)
        this.#length += value.length
      }
    }
    const all = this.#held.length === 1 ? this.#held[0]! : Buffer.concat(this.#held)
    const [taken, rest] = [all.subarray(0, count), all.subarray(count)]
    this.#held = rest.length > 0 ? [rest] : []
    this.#length = rest.length
    return taken
  }
}
