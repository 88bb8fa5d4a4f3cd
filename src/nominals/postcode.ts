/** `GIR 0AA` is the one of another shape. Pseudo-postcodes (`ZZ99 3VZ`, no fixed abode) have the usual one. */
const shape = /^(GIR|[A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})$/

/** A British postcode as it is kept, `B38 5TG`, from `b385tg` or `B38  5TG`; null when the text has not the shape of one. */
export const readPostcode = (text: string): string | null => {
  const found = text.length > 20 ? null : shape.exec(text.toUpperCase().replaceAll(/[\s.-]/g, ''))
  return found ? `${found[1]} ${found[2]}` : null
}

const partShape = /^([A-Z]{1,2}\d[A-Z\d]?)(?: (\d))?$/

/**
 * The beginning of postcodes, as it is sought: `B38 ` from `b38` and `B38 5` from `b38 5`; null when the text has not the shape of a
 * district or a sector. A postcode that is kept begins so.
 */
export const readPostcodePart = (text: string): string | null => {
  const found = text.length > 20 ? null : partShape.exec(text.trim().toUpperCase().replaceAll(/\s+/g, ' '))
  return found ? `${found[1]} ${found[2] ?? ''}` : null
}

/** The district, `B38`, of a postcode as `readPostcode` gives it. */
export const outwardDistrictOf = (postcode: string): string => postcode.slice(0, postcode.indexOf(' '))

/** The area, `B`, of a postcode as `readPostcode` gives it. */
export const postcodeAreaOf = (postcode: string): string => /^[A-Z]+/.exec(postcode)![0]
