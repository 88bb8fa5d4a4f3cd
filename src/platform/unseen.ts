/**
 * Characters that nobody sees and that make a text read otherwise than it is kept: what turns the direction of reading round, spaces of no
 * width, marks of order, fillers, tags, and half a character. A name or an address with one of them in it is found by nobody, and words can be
 * made to say their opposite. The database refuses the worst of them (schema/0163).
 */
const unseen =
  /[\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffd\u{e0000}-\u{e0fff}]|\u034f|\u17b4|\u17b5|\p{Noncharacter_Code_Point}|\p{Surrogate}/gu

/** Where they belong: a joiner between letters of a script that is written with it (Persian, Hindi), or within a picture of several parts, and the tags of a flag. */
const belonging =
  /(?<=(?!\p{Script=Latin})[\p{L}\p{M}])[\u200c\u200d](?=(?!\p{Script=Latin})[\p{L}\p{M}])|(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f])\u200d(?=\p{Extended_Pictographic})|(?<=\u{1f3f4}[\u{e0020}-\u{e007e}]*)[\u{e0020}-\u{e007f}]/gu

const placesOf = (text: string): readonly { readonly at: number; readonly character: string }[] => {
  if (!unseen.test(text)) return []
  unseen.lastIndex = 0
  const kept = new Set([...text.matchAll(belonging)].map(({ index }) => index))
  return [...text.matchAll(unseen)].flatMap(({ index, 0: character }) =>
    kept.has(index) ? [] : [{ at: index, character }],
  )
}

const codeOf = (character: string): string =>
  `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`

/** A text without them. */
export const withoutUnseen = (text: string): string => {
  unseen.lastIndex = 0
  const places = placesOf(text)
  const gone = new Set(
    places.flatMap(({ at, character }) => Array.from({ length: character.length }, (_, n) => at + n)),
  )
  return gone.size === 0
    ? text
    : text
        .split('')
        .filter((_, at) => !gone.has(at))
        .join('')
}

/** Why a text is not taken, a sentence without a full stop; null: it has none of them. */
export const whyUnseen = (text: string): string | null => {
  unseen.lastIndex = 0
  const codes = [...new Set(placesOf(text).map(({ character }) => codeOf(character)))]
  return codes.length === 0
    ? null
    : `This has characters that cannot be seen or that turn round what is read (${codes.slice(0, 5).join(', ')}): take them out, or type it again`
}
