/** The check letter's alphabet: I, O and S are never used, and a remainder of nought is Z. */
const alphabet = 'ZABCDEFGHJKLMNPQRTUVWXY'

/**
 * The letter that ends a PNC or CRO number: the two digits of the year followed by the serial, as one decimal number,
 * modulo 23. `year`: two digits; `serial`: digits, padded as the kind of number asks. (NPCC POLE Data Standards
 * Dictionary 1.1, DS 071 and DS 072.)
 */
export const checkLetterFor = (year: string, serial: string): string => alphabet[Number(year + serial) % 23]!
