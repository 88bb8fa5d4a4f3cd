import { forceOfPostcode, readReference } from '#reference'

let reference: ReturnType<typeof readReference> | undefined

/** The code of the force whose area a postcode lies in, from `reference/postcode-areas.json`; null where none is known. */
export const forceCodeAt = (postcode: string): string | null =>
  forceOfPostcode((reference ??= readReference()), postcode)
