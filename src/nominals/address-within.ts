import { foldedLetters } from './letters.ts'
import { readPostcode } from './postcode.ts'

/** An address as it stands in a line that may hold more. `postcode`: empty where none is given; `town`: what was written behind the street. */
export type AddressWithin = {
  readonly line: string
  readonly town: string
  readonly postcode: string
  /** What stands before it and behind it: a name, a date. */
  readonly rest: string
}

/** Last words of streets that nobody is called, and those that people are called too: these are a street only behind a number. */
const streetWords =
  'AVENUE|AV|AVE|ROAD|RD|CRESCENT|CRES|TERRACE|TERR?|GARDENS|GDNS|DRIVE|SQUARE|SQ|MEWS|BOULEVARD|STREET|CLOSE|CL|CLO'
const ambiguousWords = 'LANE|LN|COURT|CT|PLACE|PL|WAY|GROVE|GR|GREEN|HILL|PARK|RISE|VIEW|WALK|ROW|ST|DR|HOUSE|PARADE'

const dwelling = '(?:(?:FLAT|APARTMENT|APT|UNIT|ROOM)\\s*\\w+[,\\s]+)?'
/** A house number is no year: 1982 is left to be one. */
const houseNumber = '(?!(?:18|19|20)\\d\\d\\b)\\d{1,4}[A-Z]?'
const numbered = new RegExp(
  `(?:^|[\\s,;])(${dwelling}${houseNumber}[,\\s]+(?:\\p{L}[\\p{L}'’.-]*\\s+){1,4}?(?:${streetWords}|${ambiguousWords})\\b\\.?)`,
  'iu',
)
/** "Swallowfield Avenue", or behind a comma: "Smith, Swallowfield Avenue". */
const unnumbered = new RegExp(`^((?:\\p{L}[\\p{L}'’-]*\\s+){1,3}(?:${streetWords})\\b\\.?)(.*)$`, 'iu')
const postcodeIn = /\b([A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}|GIR\s*0AA)\b/i
const townBehind = /^[,\s]*(\p{L}[\p{L}'’ -]*?)\s*(?=$|[,;\d])/u

/**
 * The address that a typed line holds: a number and a street ("67 Swallowfield Ave, Leeds"), or a street alone where its last word is one that
 * nobody is called by. Undefined where it holds none.
 */
export const addressWithin = (text: string): AddressWithin | undefined => {
  const found = numbered.exec(text)
  if (found) {
    const end = found.index + found[0].length
    return split(found[1]!, text.slice(0, found.index), text.slice(end))
  }
  const parts = text.split(/[,;]/)
  const at = parts.findIndex(part => unnumbered.test(part.trim()))
  if (at === -1) return undefined
  const [, line = '', behind = ''] = unnumbered.exec(parts[at]!.trim())!
  return split(line, parts.slice(0, at).join(' '), [behind, ...parts.slice(at + 1)].join(','))
}

/** Behind the street stand the town and the postcode; where nothing else does, the whole of it is the town. */
const split = (line: string, before: string, behind: string): AddressWithin => {
  const code = postcodeIn.exec(behind)
  const postcode = code ? (readPostcode(code[0]) ?? '') : ''
  const after = code ? `${behind.slice(0, code.index)},${behind.slice(code.index + code[0].length)}` : behind
  const town = townBehind.exec(after)
  return {
    line: line.trim(),
    postcode,
    town: town?.[1]?.trim() ?? '',
    rest: [before, town ? after.slice(town[0].length) : after].map(text => text.trim()).join(' , '),
  }
}

/** A street for seeking: folded words without the flat, the number first; and the town behind a stroke. */
export const streetKey = ({ line, town }: Pick<AddressWithin, 'line' | 'town'>): string => {
  const words = (text: string) =>
    foldedLetters(text)
      .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()
  const street = words(line).replace(/^(?:FLAT|APARTMENT|APT|UNIT|ROOM) ?\w+ (?=\d)/, '')
  return town === '' ? street : `${street}|${words(town)}`
}
