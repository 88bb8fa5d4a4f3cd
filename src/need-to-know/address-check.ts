import { addressKey, addressWithin, readPostcode, type Given } from '#nominals'
import { decide, type Decision, type Refusal } from '#platform'
import { textIn } from './form.ts'

/** What the control room typed, as it was typed. */
export type AddressTyped = {
  readonly flat: string
  readonly line: string
  readonly postcode: string
  readonly incident: string
  readonly purpose: string
}

/** An address to be checked, in every form in which it may be kept, and for which incident. */
export type AddressAsked = {
  readonly keys: readonly string[]
  readonly hasFlat: boolean
  readonly incident: string
  readonly purpose: string
}

/** To whom a line of the answer applies: the address itself, another flat of a building, or a building in which the flat is not known. */
export type CheckedPlace = 'here' | 'another flat' | 'building'

/** A desk to ring, what to quote to it, and what to do before anybody attends. */
export type DeskToRing = {
  readonly desk: string
  readonly telephone: string
  readonly quote: string
  readonly instructions: readonly { readonly instruction: string; readonly place: CheckedPlace }[]
}

/** *Yes* where there is a desk to ring; *no* where there is none, which promises nothing. */
export type AddressAnswer = { readonly known: boolean; readonly desks: readonly DeskToRing[] }

const longest = { flat: 40, line: 200, postcode: 20, incident: 40, purpose: 300 } as const
const mostForms = 8
const postcodeAtEnd = /[\s,]*\b([A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}|GIR\s*0AA)\s*$/i
const flatInLine = /\b(?:flat|apartment|apt|unit|room)\s+\w+/i

/** The form or the JSON of a check. */
export const addressTyped = (given: Given): AddressTyped => ({
  flat: textIn(given, 'flat'),
  line: textIn(given, 'line').replaceAll('\n', ', '),
  postcode: textIn(given, 'postcode'),
  incident: textIn(given, 'incident'),
  purpose: textIn(given, 'purpose'),
})

/**
 * Every key that an address may be kept under, 8 at most: as typed, without the town behind the street, and by the street that stands in
 * it. Empty where it is no exact address. The postcode may stand at the end of the line.
 */
export const keysOfAddress = ({
  flat,
  line,
  postcode,
}: Pick<AddressTyped, 'flat' | 'line' | 'postcode'>): readonly string[] => {
  const inLine = readPostcode(postcode) === null ? postcodeAtEnd.exec(line) : null
  const code = inLine ? inLine[1]! : postcode
  const street = line.replace(postcodeAtEnd, '')
  const parts = street.split(',').map(part => part.trim())
  const lines = [street, ...parts.map((_, at) => parts.slice(0, at + 1).join(', ')), addressWithin(street)?.line ?? '']
  const keys = lines.map(each => addressKey({ flat, line: each, postcode: code })).filter(key => key !== null)
  // "Flat 4" alone, before the comma of "Flat 4, 117 Queen Road", is no street; and a number alone is none either.
  return [...new Set(keys)].filter(key => /\p{L}/u.test(key.split('|')[2] ?? '')).slice(0, mostForms)
}

/**
 * Whether an address may be checked as it was typed. Refuses with every reason: no exact address, no incident, no purpose, too long. The
 * database repeats it: check_address().
 */
export const askAddress = (typed: AddressTyped): Decision<AddressAsked> => {
  const keys = keysOfAddress(typed)
  const tooLong = (Object.keys(longest) as (keyof typeof longest)[]).map(
    (field): Refusal | false =>
      typed[field].length > longest[field] && { field, text: `Use ${longest[field]} characters or fewer` },
  )
  return decide<AddressAsked>(
    [
      typed.line === '' && { field: 'line', text: 'Enter the number or name of the house, and the street' },
      typed.line !== '' &&
        keys.length === 0 && {
          field: readPostcode(typed.postcode) === null && !postcodeAtEnd.test(typed.line) ? 'postcode' : 'line',
          text:
            readPostcode(typed.postcode) === null && !postcodeAtEnd.test(typed.line)
              ? 'Enter the whole postcode, like TF3 4NA'
              : 'Enter the number or name of the house, and the street',
        },
      typed.incident === '' && { field: 'incident', text: 'Enter the incident number' },
      typed.purpose.length < 3 && { field: 'purpose', text: 'Say in a few words why somebody attends' },
      ...tooLong,
    ],
    () => ({
      keys,
      hasFlat: typed.flat !== '' || flatInLine.test(typed.line),
      incident: typed.incident,
      purpose: typed.purpose,
    }),
  )
}

/** A line of the answer, in words: to which part of a building it applies, where not to the address itself. */
export const instructionInWords = ({
  instruction,
  place,
}: {
  readonly instruction: string
  readonly place: CheckedPlace
}): string => {
  if (place === 'another flat') return `For another flat of this building: ${instruction}`
  return place === 'building' ? `For this building, in a flat that is not known: ${instruction}` : instruction
}
