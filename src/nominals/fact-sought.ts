import { addressKey } from './address-key.ts'
import { addressWithin, streetKey } from './address-within.ts'
import type { IdentifierKey } from './identifier-keys.ts'
import { identifierKindInWords, type IdentifierKind } from './identifier.ts'
import { emailKey, onlineNameKey, telephoneKey, vehicleKey } from './kinds/life.ts'
import { readPostcode, readPostcodePart } from './postcode.ts'

/** What is sought besides names and dates of birth, and how it stands in a sentence: "the address". */
const kinds = {
  reference: 'record number',
  quote: 'reference to quote',
  address: 'address',
  postcode: 'postcode',
  district: 'postcode beginning',
  street: 'street',
  telephone: 'telephone number',
  vehicle: 'vehicle',
  email: 'email address',
  'online-name': 'online name',
} as const

export type SoughtKind = IdentifierKind | keyof typeof kinds

/**
 * One fact that a record may hold. `key`: as it is compared; `valid`: a number or an address in full, for which *contact* may be given;
 * `shown`: for people.
 */
export type FactSought = {
  readonly kind: SoughtKind
  readonly key: string
  readonly valid: boolean
  readonly shown: string
}

/** "PNC number", "address". */
export const soughtInWords = (kind: SoughtKind): string =>
  kind in kinds ? kinds[kind as keyof typeof kinds] : identifierKindInWords(kind as IdentifierKind)

export const soughtNumber = ({ kind, key, valid }: IdentifierKey): FactSought => ({ kind, key, valid, shown: key })

export const soughtPostcode = (text: string): FactSought | undefined => {
  const postcode = readPostcode(text)
  return postcode === null ? undefined : { kind: 'postcode', key: postcode, valid: false, shown: postcode }
}

/** Part of a postcode, `TF3` or `TF3 4`. */
export const soughtDistrict = (text: string): FactSought | undefined => {
  const part = readPostcodePart(text)
  return part === null ? undefined : { kind: 'district', key: part, valid: false, shown: part.trim() }
}

const shortestStreet = 4
const postcodeAtEnd = /[, ]*\b([A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}|GIR\s*0AA)\s*$/i

/**
 * What an address as somebody typed it asks for: the very address, where it has a number (or a flat) and a postcode, in one field or two;
 * else its postcode and its street, both: the street without the flat, with its number where it has one, and with the town where one stands
 * behind it. Empty where nothing of it can be sought: fewer than four letters.
 */
export const soughtAddress = (text: string, postcodeText: string): readonly FactSought[] => {
  const inLine = postcodeText.trim() === '' ? postcodeAtEnd.exec(text)?.[1] : undefined
  const line = inLine === undefined ? text : text.replace(postcodeAtEnd, '')
  const postcode = soughtPostcode(inLine ?? postcodeText)
  const within = addressWithin(line)
  const street = streetKey(within ?? { line, town: '' })
  const key =
    /\d/.test(line) && postcode ? addressKey({ flat: '', line: within?.line ?? line, postcode: postcode.key }) : null
  if (key !== null) return [{ kind: 'address', key, valid: true, shown: `${line.trim()}, ${postcode!.key}` }]
  return [
    ...(postcode ? [postcode] : []),
    ...(street.length < shortestStreet
      ? []
      : [{ kind: 'street', key: street, valid: false, shown: line.trim() } as const]),
  ]
}

const sought = (kind: SoughtKind, key: string, shown: string): FactSought => ({
  kind,
  key,
  valid: false,
  shown: shown.trim(),
})

/** A number with enough digits to be a telephone's: `01632 960069`, `+44 7700 900123`. `strictly`: it also begins as one. */
export const soughtTelephone = (text: string, { strictly = false } = {}): FactSought | undefined => {
  if (!/^[+\d\s().-]{6,25}$/.test(text.trim()) || (strictly && !/^(?:\+|00?)[1-9]/.test(text.trim()))) return undefined
  const key = telephoneKey(text)
  return key === null || (strictly && key.length < 10) ? undefined : sought('telephone', key, text)
}

/** Plates as Britain has made them since 1963: `AB12 CDE`, `A123 BCD`, `ABC 123D`. */
const plate = /^(?:[A-Z]{2}\d{2}[A-Z]{3}|[A-Z]\d{1,3}[A-Z]{3}|[A-Z]{3}\d{1,3}[A-Z])$/

/** A vehicle by its registration; any of two signs and more, or, `strictly`, one with the form of a British plate. */
export const soughtVehicle = (text: string, { strictly = false } = {}): FactSought | undefined => {
  const key = text.length > 20 ? '' : vehicleKey(text)
  return key.length < 2 || (strictly && !plate.test(key)) ? undefined : sought('vehicle', key, key)
}

export const soughtEmail = (text: string): FactSought | undefined =>
  /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(text.trim()) ? sought('email', emailKey(text), text) : undefined

/** A name on whatever service; `strictly`: written as such, @somebody. */
export const soughtOnlineName = (text: string, { strictly = false } = {}): FactSought | undefined => {
  const key = onlineNameKey(text)
  if (key.length < 2 || /\s{2}/.test(key) || (strictly && !/^@[\w.-]+$/.test(text.trim()))) return undefined
  return sought('online-name', key, text)
}
