/**
 * How many slips of the pen lie between two words: a letter too many, too few, another, or two neighbours exchanged (Damerau and
 * Levenshtein, no letter touched twice). Stops counting beyond `most` and then answers `most + 1`.
 */
export const lettersApart = (one: string, other: string, most: number): number => {
  if (one === other) return 0
  const [short, long] = one.length <= other.length ? [one, other] : [other, one]
  if (long.length - short.length > most) return most + 1
  let before: number[] = []
  let last = Array.from({ length: short.length + 1 }, (_, at) => at)
  for (let row = 1; row <= long.length; row++) {
    const next = [row]
    let least = row
    for (let at = 1; at <= short.length; at++) {
      const same = long[row - 1] === short[at - 1]
      let slips = Math.min(last[at]! + 1, next[at - 1]! + 1, last[at - 1]! + (same ? 0 : 1))
      if (row > 1 && at > 1 && long[row - 1] === short[at - 2] && long[row - 2] === short[at - 1])
        slips = Math.min(slips, before[at - 2]! + 1)
      next.push(slips)
      least = Math.min(least, slips)
    }
    // An exchange reaches back two rows, so both must be beyond the limit.
    if (least > most && Math.min(...last) > most) return most + 1
    before = last
    last = next
  }
  return Math.min(last[short.length]!, most + 1)
}
