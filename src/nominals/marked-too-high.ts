import { disguisedMarking, lettersAsRead } from './lettering.ts'

/** A marking that Concord, which is run at OFFICIAL, must not hold. */
export type HigherMarking = 'SECRET' | 'TOP SECRET'

const marking = String.raw`(?:(?:UK|NATO|EU|COSMIC|FIVE EYES)[\s/-]*)?(?:TOP[\s-]*)?SECRET`
/** Two or more capitals in a row, as caveats are written: "UK EYES ONLY", "STRAP 1", "REL AUS". */
const caveats = String.raw`(?:[ /:,;.–—-]+(?:[A-Z]{2,}|\d{1,2}))*`
const frame = String.raw`[^\p{L}\p{N}]*`

/** A line that is nothing but a marking, however it is written: "Secret", "** TOP SECRET – UK EYES ONLY **". */
const onItsOwn = new RegExp(`^${frame}(?:${marking}|${marking.toLowerCase()}|(?:Top )?Secret)${caveats}${frame}$`, 'mu')
/** Called a marking in so many words: "Classification: secret", "Protectively marked SECRET", "GSC = Top Secret". */
const named = new RegExp(
  String.raw`\b(?:classification|classified|(?:protective |security |handling |government )?marking|marked|gsc|gpms)(?:\s+(?:as|at|is))?[\s:=–-]+["'“‘(\[]*${marking}\b`,
  'iu',
)
/** In capitals, among words that are not: nobody shouts one word of a sentence, but everybody writes markings so. */
const inCapitals = new RegExp(
  String.raw`(?<![\p{L}\p{N}])${marking}(?![\p{L}\p{N}])(?!\s+(?:SERVICE|INTELLIGENCE SERVICE|SANTA)\b)`,
  'u',
)

/** As a paragraph is marked at its beginning, in a line of capitals too: "(S) SECRET", "(TS//SI) TOP SECRET". */
const ofParagraph = new RegExp(String.raw`\((?:S|TS)(?:/{1,2}[A-Z]{1,10})*\)\s*${marking}(?![\p{L}\p{N}])`, 'u')

/** At the beginning of a line, cut off from what follows: "TOP SECRET: HE MET HIM", "Secret – UK Eyes Only", "SECRET//STRAP". */
const atTheBeginning = new RegExp(
  String.raw`^${frame}(?:${marking}|(?:Top )?Secret)(?: ?[:.;,]| ?/{1,2}| ?[–—-](?![\p{L}\p{N}]))`,
  'mu',
)
/** With its caveats behind two strokes, wherever it stands; so the letters alone, "TS//SI". */
const withStrokes = new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${marking}|TS|S) ?// ?[A-Z]{2,}`, 'u')

/** As programs write what looks like a blank: all to what it reads as. */
const asRead = (text: string): string => lettersAsRead(text).replaceAll(/[^\S\n]+/g, ' ')

/** Whether a line has small letters, so that its capitals mean something. */
const hasSmallLetters = (line: string): boolean => /\p{Ll}{2}/u.test(line)

/**
 * The marking SECRET or TOP SECRET that a text bears, or null. Concord may hold OFFICIAL and nothing above it (Government Security
 * Classifications, Cabinet Office 2023): whatever bears such a marking is refused, and the record says only where to ask.
 *
 * It knows a marking by standing alone on a line, by being called one, by its capitals in a line that is not all in capitals, by the
 * letter of a paragraph before it, by beginning a line and being cut off from what follows, by its strokes, or by being written so as not to be read as a word ("s e c r e t", "S3CRET"); so "he
 * kept it secret", "Official Secrets Act" and "the Home SECRETARY" are none. It errs towards refusing: what is no marking can be written in small letters.
 */
export const markedTooHigh = (text: string): HigherMarking | null => {
  const read = asRead(text)
  const found = [
    onItsOwn.exec(read),
    named.exec(read),
    ofParagraph.exec(read),
    atTheBeginning.exec(read),
    withStrokes.exec(read),
    ...read.split('\n').map(line => (hasSmallLetters(line) ? inCapitals.exec(line) : null)),
  ].filter(match => match !== null)
  const disguised = disguisedMarking(read)
  if (disguised === 'TOP SECRET' || found.length === 0) return disguised
  return found.some(([words]) => /top[\s-]*secret|^ts\b/i.test(words)) ? 'TOP SECRET' : 'SECRET'
}

/** What whoever wrote or sent such a thing is told: why not, and what to do instead. `what`: "The text", "The file". */
export const tooHighInWords = (what: string, found: HigherMarking): string =>
  `${what} is marked ${found}, and Concord holds nothing above OFFICIAL: keep it where it is held, and write here “held elsewhere at a higher classification: ask …” with the desk to ask. If it has been typed or sent here, tell your security adviser. If ${found} is no marking here, write it in small letters`
