/** The middle of a list of numbers; NaN of an empty one. */
export const median = (numbers: readonly number[]): number => {
  const sorted = numbers.toSorted((a, b) => a - b)
  const half = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2
}

/**
 * The two-sided p of the Mann–Whitney U test, by the normal approximation with its correction for ties and for continuity: how likely two lists of
 * one and the same distribution lie as far apart as these. Good from about 20 of each.
 */
export const mannWhitney = (one: readonly number[], other: readonly number[]): number => {
  const all = [...one.map(value => ({ value, first: true })), ...other.map(value => ({ value, first: false }))].sort(
    (a, b) => a.value - b.value,
  )
  let ranksOfOne = 0
  let ties = 0
  for (let from = 0; from < all.length;) {
    let to = from
    while (to < all.length && all[to]!.value === all[from]!.value) to += 1
    const [count, rank] = [to - from, (from + 1 + to) / 2]
    ties += count ** 3 - count
    for (let at = from; at < to; at++) if (all[at]!.first) ranksOfOne += rank
    from = to
  }
  const [n, m] = [one.length, other.length]
  const u = ranksOfOne - (n * (n + 1)) / 2
  const spread = Math.sqrt(((n * m) / 12) * (n + m + 1 - ties / ((n + m) * (n + m - 1))))
  const z = spread === 0 ? 0 : Math.max(0, Math.abs(u - (n * m) / 2) - 0.5) / spread
  return erfc(z / Math.SQRT2)
}

/** The complementary error function, to about 1e-7 (Abramowitz and Stegun, 7.1.26). */
const erfc = (x: number): number => {
  const t = 1 / (1 + 0.3275911 * x)
  const series = [0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429]
  return series.reduce((sum, factor, at) => sum + factor * t ** (at + 1), 0) * Math.exp(-x * x)
}
