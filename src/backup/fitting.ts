import type { SchemaFile } from '#platform'
import type { Manifest } from './manifest.ts'

/**
 * Why this program cannot restore a backup, each reason a sentence; none: it can. A backup of an older schema is brought up to date;
 * of a demonstration it stays one, because nobody needs a password there, and what is none never becomes one.
 * @param known the program's schema files, in order
 */
export const whyNotRestored = (
  { schema, purpose }: Pick<Manifest, 'schema' | 'purpose'>,
  known: readonly Pick<SchemaFile, 'name' | 'hash'>[],
  { demonstration }: { readonly demonstration: boolean },
): readonly string[] => {
  const unknown = schema.find(({ name }, at) => known[at]?.name !== name)
  const changed = schema.find(({ name, hash }, at) => known[at]?.name === name && known[at].hash !== hash)
  return [
    unknown &&
      `It has the schema ${schema.at(-1)!.name}, which this program does not know in that order (${unknown.name}; its newest is ${known.at(-1)?.name ?? 'none'}): restore it with the program that made it, or a newer one.`,
    changed &&
      `It was made when schema/${changed.name}.sql had another text: restore it with the program that made it.`,
    purpose === 'demonstration' &&
      !demonstration &&
      'It is of a demonstration, in which nobody needs a password, and is restored as one only: leave CONCORD_DEMO=0 out.',
    purpose === 'service' && demonstration && 'It is not of a demonstration: set CONCORD_DEMO=0 to restore it.',
  ].filter(reason => typeof reason === 'string')
}
