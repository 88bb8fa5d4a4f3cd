import { sql } from 'kysely'
import type pg from 'pg'
import { plainArray, textArray, type NominalId, type Tx } from '#platform'
import { fullNameKeys } from './full-name.ts'
import { keysMadeAs, keysOfWord } from './name-keys.ts'
import { nameWords } from './name.ts'
import { slotsIn } from './slots.ts'

/** A row of known_name, as it was written. Where surname and forenames are not told apart the whole name alone counts as full. */
export type IndexedName = {
  readonly nameId: string
  readonly nominalId: NominalId
  readonly fullName: string
  readonly surname?: string
  readonly forenames?: string
}

/** Names of one call; more go in several, so that no statement holds the words of a whole extract. */
const mostAtOnce = 5000

/** As a word is cut when it is read. */
const longestWord = 40

/**
 * Makes names findable: whoever writes rows of known_name calls this with them, in the same transaction. `client`: a connection
 * as concord_importer or the owner. A name that was indexed before stays as it is.
 */
export const indexNames = async (
  client: Pick<pg.ClientBase, 'query'>,
  names: readonly IndexedName[],
): Promise<void> => {
  for (let at = 0; at < names.length; at += mostAtOnce) await indexBatch(client, names.slice(at, at + mostAtOnce))
}

const indexBatch = async (client: Pick<pg.ClientBase, 'query'>, names: readonly IndexedName[]): Promise<void> => {
  const entries = names.map(entryOf)
  const all = [...new Set(entries.flatMap(({ words }) => words))]
  const { rows } = await client.query<{ word: string }>('select words_without_keys($1, $2) as word', [
    textArray(all),
    keysMadeAs,
  ])
  const fresh = rows.map(({ word }) => word)
  await client.query('select index_names($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)', [
    keysMadeAs,
    textArray(fresh),
    ...keysFor(fresh),
    ...standingOf(names, entries),
  ])
}

/**
 * Makes names that the actor has written findable, in the same transaction; the record must be open to them (`openRecords`). A name
 * is made findable once: one that is corrected is another name.
 */
export const indexWrittenNames = async (tx: Tx, names: readonly IndexedName[]): Promise<void> => {
  if (names.length === 0) return
  const entries = names.map(entryOf)
  const [keyWords, keys] = keysFor([...new Set(entries.flatMap(({ words }) => words))])
  const [ids, nominals, parts, nameOfWord, words, twice, nameOfKey, fullKeys] = standingOf(names, entries)
  await sql`select index_written_names(${keysMadeAs}, ${keyWords}::text[], ${keys}::text[], ${ids}::uuid[], ${nominals}::uuid[], ${parts}::smallint[],
                                       ${nameOfWord}::integer[], ${words}::text[], ${twice}::boolean[], ${nameOfKey}::integer[], ${fullKeys}::text[])`.execute(
    tx,
  )
}

/** Words whose keys are made anew at a time: some 15,000 keys. */
const wordsAtOnce = 500

/**
 * Makes the keys anew of all words that another version of the program, or of its lists, has keyed: names stay findable meanwhile, by
 * the old ones. `client`: as for `indexNames`. Answers how many words it were; a few thousand a second.
 */
export const keyWordsAnew = async (
  client: Pick<pg.ClientBase, 'query'>,
  stopping?: Pick<AbortSignal, 'aborted'>,
): Promise<number> => {
  for (let done = 0; ;) {
    const { rows } = await client.query<{ word: string }>('select words_keyed_otherwise($1, $2) as word', [
      keysMadeAs,
      wordsAtOnce,
    ])
    if (rows.length === 0 || stopping?.aborted) return done
    const words = rows.map(({ word }) => word)
    await client.query('select key_words($1, $2, $3, $4)', [textArray(words), keysMadeAs, ...keysFor(words)])
    done += words.length
  }
}

/** The keys under which a whole name is known, in whatever order (full-name.ts); none for a name of one word. */
export const wholeNameKeys = (name: Omit<IndexedName, 'nameId' | 'nominalId'>): readonly string[] => entryOf(name).keys

const keysFor = (words: readonly string[]): readonly [words: string, keys: string] => {
  const keyed = words.flatMap(word => keysOfWord(word).map(key => ({ word, key })))
  return [textArray(keyed.map(({ word }) => word)), textArray(keyed.map(({ key }) => key))]
}

/** Where the words stand, as index_names() takes it. */
const standingOf = (names: readonly IndexedName[], entries: readonly Entry[]) => {
  const standing = entries.flatMap(({ words, twice }, name) =>
    words.map(word => ({ name: name + 1, word, twice: twice.includes(word) })),
  )
  const full = entries.flatMap(({ keys }, name) => keys.map(key => ({ name: name + 1, key })))
  return [
    plainArray(names.map(({ nameId }) => nameId)),
    plainArray(names.map(({ nominalId }) => nominalId)),
    plainArray(entries.map(({ parts }) => parts)),
    plainArray(standing.map(({ name }) => name)),
    textArray(standing.map(({ word }) => word)),
    plainArray(standing.map(({ twice }) => twice)),
    plainArray(full.map(({ name }) => name)),
    textArray(full.map(({ key }) => key)),
  ] as const
}

type Entry = {
  readonly words: readonly string[]
  readonly twice: readonly string[]
  readonly parts: number
  readonly keys: readonly string[]
}

/** Read once, part by part: making words is most of what this costs the program. */
const entryOf = ({
  fullName,
  surname = fullName,
  forenames = '',
}: Omit<IndexedName, 'nameId' | 'nominalId'>): Entry => {
  const [given, family] = [nameWords(forenames), nameWords(surname)]
  const [givenSlots, familySlots] = [slotsIn(given), slotsIn(family)]
  const parts = [...given.parts, ...family.parts]
  // A surname of several words is also sought as one.
  const whole = forenames !== '' && family.parts.length > 1 ? [family.parts.join('').slice(0, longestWord)] : []
  return {
    words: [...new Set([...parts, ...given.joined, ...family.joined, ...whole])],
    twice: parts.filter((word, at) => parts.indexOf(word) < at),
    parts: givenSlots.length + familySlots.length,
    keys: fullNameKeys(givenSlots, familySlots),
  }
}
