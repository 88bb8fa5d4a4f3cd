import type { NominalId } from '#platform'
import { parseId } from '#platform'

/**
 * Where a page of results ends: the score of its last hit in thousandths, and whose it was; below nought: found in spite of the date of
 * birth that was typed (schema/0160). The next page begins after it. `wider`: the
 * first page sought further than the keys of the words, because they found few; so do those that follow.
 */
export type SearchCursor = { readonly score: number; readonly nominal: NominalId; readonly wider: boolean }

/** A cursor as text without meaning for its reader; it holds nothing but what the page has shown. */
export const cursorText = ({ score, nominal, wider }: SearchCursor): string =>
  textOf(`${score}.${nominal}${wider ? '.w' : ''}`)

/** Reads what `cursorText` wrote; undefined for anything else. */
export const readCursor = (text: string): SearchCursor | undefined => {
  const plain = plainOf(text)
  const [, score, id, wider] = /^(-?\d{1,4})\.([0-9a-f-]{36})(\.w)?$/.exec(plain) ?? []
  const nominal = parseId<NominalId>(id ?? '')
  return score !== undefined && nominal !== undefined && textOf(plain) === text
    ? { score: Number(score), nominal, wider: wider !== undefined }
    : undefined
}

const textOf = (plain: string): string => Buffer.from(plain, 'latin1').toString('base64url')
const plainOf = (text: string): string => Buffer.from(text, 'base64url').toString('latin1')
