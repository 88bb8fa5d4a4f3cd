/** Ways in which a text says who a source is, or that there is one to be known. */
const namings = [
  // "Source: his brother", and not "open source: a newspaper"
  /(?<!\bopen[\s-])\bsource\s*(?:[:=]|\s[–-]\s)\s*\S/iu,
  /(?<!\bopen[\s-])\b(?:the|our|my|a|this) source (?:is|was|being|named|called|known as)\b/iu,
  // "My source, who drinks with him", "the source says"
  /(?<!\bopen[\s-])\b(?:my|our|this|his|her) source\b(?!\s+(?:of|code|material|document))/iu,
  /(?<!\bopen[\s-])\bsources? (?:says?|said|tells?|told|reports?|reported|states?|stated|claims?|claimed|believes?|saw|heard|close to)\b/iu,
  /(?<!\bopen[\s-])\b(?:the|a) source\s*,/iu,
  /\b(?:confidential|human|registered|covert) sources?\b/iu,
  /\bcovert human intelligence\b/iu,
  /\binformants?\b/iu,
  /(?<![\p{L}\p{N}])(?:CHIS|C\.H\.I\.S)(?![\p{L}\p{N}])/u,
  /\b(?:told|tells|telling) (?:us|me|officers|police) in confidence\b/iu,
  /\bsource handlers?\b/iu,
]

/**
 * The words in which a text plainly speaks of a source, or null. A record has no place for who a source is: to be
 * known may cost them their life (Human Rights Act 1998, article 2). Whoever writes so is asked to read it again, once, and may say that it names nobody. It errs towards asking.
 */
export const sourceNamedIn = (text: string): string | null => {
  for (const naming of namings) {
    const [found] = naming.exec(text.normalize('NFKC').replaceAll(/\s+/g, ' ')) ?? []
    if (found) return found.trim()
  }
  return null
}
