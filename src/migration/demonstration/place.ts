import type { Chance } from './chance.ts'
import { areaOfForce } from './force-area.ts'

export type Address = { readonly flat: string; readonly line: string; readonly town: string; readonly postcode: string }

const streetNames =
  `Alderbeck Applecross Ashwillow Barleymow Beaconfield Blackthistle Brackenholt Brambleside Candlewick Coldspring
  Copperwell Cuckoopen Damsonmead Dovewing Elderwick Fallowmere Fennelbank Foxwhistle Gorsecombe Greyheron Harebell Hazelstile
  Heronsgill Hollowoak Juniperfold Kestrelmoor Kingcup Larkbarrow Linnetsong Marlpitts Millrace Nettleham Oatfield Orchardley
  Owlsbury Pearmain Plumtrees Quillfeather Ravenspur Reedmace Rooksnest Rushbottom Saltersford Skylark Sorrelgate Swallowfield
  Tanglewood Thistlemead Thornapple Turnstile Watermint Wheatear Whinberry Willowherb Wrenhollow Yarrowbank`.split(
    /\s+/,
  )
const streetKinds = [
  'Road',
  'Street',
  'Lane',
  'Close',
  'Avenue',
  'Drive',
  'Gardens',
  'Terrace',
  'Court',
  'Way',
  'Place',
  'Crescent',
]

/** The letters of a postcode's second half; C, I, K, M, O and V are not used there. */
const inwardLetters = 'ABDEFGHJLNPQRSTUWXYZ'.split('')

/** An invented address in the area of a force. */
export const addressIn = (force: string, chance: Chance): Address => {
  const town = chance.pick(areaOfForce(force).towns)
  const inward = `${chance.whole(10)}${chance.pick(inwardLetters)}${chance.pick(inwardLetters)}`
  return {
    flat: chance.often(0.2) ? `Flat ${chance.between(1, 30)}` : '',
    line: `${chance.between(1, 240)} ${chance.pick(streetNames)} ${chance.pick(streetKinds)}`,
    town: town.name,
    postcode: `${town.area}${town.district + chance.whole(2)} ${inward}`,
  }
}

/** Of no fixed abode, in a town: ZZ99 3VZ is the pseudo postcode that public bodies use for it. */
export const noFixedAbode = ({ town }: Address): Address => ({
  flat: '',
  line: 'No fixed abode',
  town,
  postcode: 'ZZ99 3VZ',
})

/** An address as another source took it down: a letter lost in the street, or the postcode without its space. */
export const addressTakenDown = (address: Address, chance: Chance): Address => {
  if (address.postcode.startsWith('ZZ')) return address
  const at = chance.between(5, address.line.length - 3)
  return {
    ...address,
    line: chance.often(0.05) ? address.line.slice(0, at) + address.line.slice(at + 1) : address.line,
    postcode: chance.often(0.08) ? address.postcode.replace(' ', '') : address.postcode,
  }
}

/** Prisons that hold men and women, by their codes in the prison system. */
export const prisonsFor = {
  M: [
    'BMI',
    'FSI',
    'OWI',
    'LLI',
    'SFI',
    'SHI',
    'DGI',
    'SNI',
    'BSI',
    'MRI',
    'FBI',
    'LPI',
    'LEI',
    'WDI',
    'NMI',
    'LCI',
    'BAI',
    'BLI',
    'CFI',
    'NWI',
    'WII',
    'DMI',
  ],
  F: ['DHI', 'FHI', 'EWI', 'STI', 'BZI', 'LNI', 'NHI'],
} as const

export const courtTowns =
  `Birmingham Bristol Cardiff Carlisle Coventry Derby Exeter Gloucester Hereford Ipswich Leeds Leicester Lincoln
  Liverpool Manchester Newcastle Northampton Norwich Nottingham Oxford Plymouth Preston Sheffield Shrewsbury Southampton Stafford
  Swansea Warwick Wolverhampton Worcester`.split(/\s+/)
