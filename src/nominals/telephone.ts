/** A telephone number to print, and the address that rings it; no address where it is not a number one can ring. */
export type Telephone = { readonly number: string; readonly href: string | null }

/** "01632 960069" rings `tel:01632960069`. */
export const telephoneOf = (number: string): Telephone => {
  const digits = number.replaceAll(/[\s()-]/g, '')
  return { number, href: /^\+?\d{3,15}$/.test(digits) ? `tel:${digits}` : null }
}
