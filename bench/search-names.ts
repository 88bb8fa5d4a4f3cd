import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { nameDeck, nameLists, type NameGroup } from '../src/migration/demonstration/name-list.ts'
import type { Chance } from '../src/migration/demonstration/chance.ts'

export type BenchName = { readonly forenames: string; readonly surname: string }

/** Draws in proportion to a count. */
const weighted = (rows: readonly (readonly [name: string, count: number])[]): ((chance: Chance) => string) => {
  const upTo: number[] = []
  for (const [, count] of rows) upTo.push((upTo.at(-1) ?? 0) + count)
  return chance => {
    const drawn = chance.whole(upTo.at(-1)!)
    let [low, high] = [0, upTo.length - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if (upTo[middle]! > drawn) high = middle
      else low = middle + 1
    }
    return rows[low]![0]
  }
}

/** Without counts a list is drawn from by rank, as names fall off in life: half of all drawings from its first seventh or so. */
const byRank = (names: readonly string[]) =>
  weighted(names.map((name, rank) => [name, Math.ceil(100_000 / (rank + 4))]))

/**
 * Names with natural frequencies: British ones counted in `gb_name_frequencies.csv` (kind, sex, name, count) of the folder
 * CONCORD_NAMES, where it is set, else the demonstration's lists by rank; every fourth name from the demonstration's other lists.
 */
export const namesFrom = (folder: string | undefined): ((chance: Chance, onlyBritish?: boolean) => BenchName) => {
  const file = folder === undefined ? undefined : join(folder, 'gb_name_frequencies.csv')
  const counted = file !== undefined && existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').slice(1) : []
  if (counted.length === 0) console.error('No counted names (CONCORD_NAMES): British names are drawn by rank.')
  const rows = counted.map(line => line.trim().split(','))
  const of = (kind: string, sex: string, list: readonly string[]) => {
    const found = rows.filter(row => row[0] === kind && (sex === '' || row[1] === sex))
    return found.length > 0 ? weighted(found.map(row => [row[2]!, Number(row[3])])) : byRank(list)
  }
  const british = { M: of('forename', 'M', nameLists.GB.male), F: of('forename', 'F', nameLists.GB.female) }
  const family = of('surname', '', nameLists.GB.family)
  const others = nameDeck.filter(group => group !== 'GB')
  const listed = new Map<NameGroup, Record<'M' | 'F' | 'family', (chance: Chance) => string>>(
    others.map(group => {
      const { male, female, family } = nameLists[group]
      return [group, { M: byRank(male), F: byRank(female), family: byRank(family) }]
    }),
  )
  return (chance, onlyBritish = false) => {
    const sex = chance.often(0.85) ? 'M' : 'F'
    const list = !onlyBritish && chance.often(0.25) ? listed.get(chance.pick(others))! : { ...british, family }
    const middle = chance.often(0.4) ? ` ${list[sex](chance)}` : ''
    const surname = chance.often(0.02) ? `${list.family(chance)}-${list.family(chance)}` : list.family(chance)
    return { forenames: list[sex](chance) + middle, surname }
  }
}
