import type { Chance } from './chance.ts'
import type { PersonName } from './name.ts'

/** A name as one source has it, before its own letters and capitals. */
export type WrittenName = { readonly first: string; readonly middle: string; readonly family: string }

/** Short forms of British names, as officers and the people themselves use them. */
const shortForms: Readonly<Record<string, readonly string[]>> = {
  Abigail: ['Abbie', 'Abby'],
  Andrew: ['Andy', 'Drew'],
  Anthony: ['Tony'],
  Benjamin: ['Ben'],
  Bradley: ['Brad'],
  Catherine: ['Cathy', 'Kate'],
  Charles: ['Charlie', 'Chas'],
  Charlotte: ['Charlie', 'Lottie'],
  Christopher: ['Chris', 'Kit'],
  Daniel: ['Dan', 'Danny'],
  David: ['Dave', 'Davey'],
  Deborah: ['Debbie', 'Debs'],
  Dennis: ['Den'],
  Douglas: ['Doug'],
  Edward: ['Eddie', 'Ted', 'Ned'],
  Elizabeth: ['Liz', 'Beth', 'Betty'],
  Francis: ['Frank'],
  Frederick: ['Fred', 'Freddie'],
  Geoffrey: ['Geoff'],
  Gregory: ['Greg'],
  Henry: ['Harry', 'Hal'],
  Jacqueline: ['Jackie'],
  James: ['Jim', 'Jimmy', 'Jamie'],
  Jennifer: ['Jen', 'Jenny'],
  John: ['Jack', 'Johnny'],
  Jonathan: ['Jon'],
  Joseph: ['Joe', 'Joey'],
  Joshua: ['Josh'],
  Katherine: ['Kathy', 'Kate'],
  Kenneth: ['Ken', 'Kenny'],
  Leonard: ['Len', 'Lenny'],
  Margaret: ['Maggie', 'Peggy'],
  Matthew: ['Matt'],
  Michael: ['Mick', 'Mike'],
  Mohammed: ['Mo'],
  Nicholas: ['Nick'],
  Nicola: ['Nicky'],
  Oliver: ['Ollie'],
  Patricia: ['Pat', 'Trish'],
  Patrick: ['Pat', 'Paddy'],
  Peter: ['Pete'],
  Philip: ['Phil'],
  Raymond: ['Ray'],
  Rebecca: ['Becky'],
  Richard: ['Rick', 'Richie', 'Dick'],
  Robert: ['Bob', 'Rob', 'Robbie'],
  Ronald: ['Ron', 'Ronnie'],
  Samantha: ['Sam'],
  Samuel: ['Sam', 'Sammy'],
  Stephanie: ['Steph'],
  Stephen: ['Steve'],
  Susan: ['Sue', 'Susie'],
  Terence: ['Terry'],
  Thomas: ['Tom', 'Tommy'],
  Timothy: ['Tim'],
  Victoria: ['Vicky'],
  Vincent: ['Vince'],
  William: ['Bill', 'Billy', 'Will'],
}

/** Names that sources spell in several ways: by ear, by habit or by another romanisation. */
const spellings: readonly (readonly string[])[] = [
  ['Mohammed', 'Muhammad', 'Mohamed', 'Mohammad', 'Muhammed'],
  ['Ahmed', 'Ahmad', 'Ahmet'],
  ['Hussain', 'Hussein', 'Husain', 'Hussayn'],
  ['Yusuf', 'Yousef', 'Youssef', 'Yousuf'],
  ['Ibrahim', 'Ebrahim', 'Ibraheem'],
  ['Abdullahi', 'Abdulahi', 'Abdullaahi'],
  ['Abdirahman', 'Abdurahman', 'Abdiraxmaan'],
  ['Mahmood', 'Mahmoud', 'Mehmood'],
  ['Chaudhry', 'Choudhury', 'Chowdhury', 'Chaudhary'],
  ['Qureshi', 'Kureshi', 'Qureishi'],
  ['Fatima', 'Fatimah', 'Fathima'],
  ['Aisha', 'Ayesha', 'Aysha'],
  ['Yasmin', 'Yasmeen', 'Jasmin'],
  ['Khalil', 'Khaleel', 'Halil'],
  ['Sharif', 'Shareef', 'Cherif'],
  ['Omar', 'Umar', 'Omer'],
  ['Osman', 'Othman', 'Uthman'],
  ['Warsame', 'Warsama', 'Warsamé'],
  ['Mistry', 'Mistri'],
  ['Stephen', 'Steven'],
  ['Geoffrey', 'Jeffrey'],
  ['Catherine', 'Katherine', 'Kathryn'],
  ['Sean', 'Shaun', 'Shawn'],
  ['Lynn', 'Lynne'],
  ['Tracey', 'Tracy'],
  ['Philip', 'Phillip'],
  ['Clark', 'Clarke'],
  ['Phillips', 'Philips'],
  ['MacDonald', 'McDonald', 'Macdonald'],
  ['Haworth', 'Howarth'],
  ['Whittaker', 'Whitaker'],
  ['Davies', 'Davis'],
  ['Stephenson', 'Stevenson'],
  ["O'Brien", 'O Brien', 'OBrien', 'O’Brien'],
  ["O'Neill", 'ONeill', 'O Neill'],
  ["O'Connell", 'OConnell', 'O’Connell'],
  ['McLoughlin', 'McLaughlin', 'MacLoughlin'],
]
const spellingsOf = new Map(
  spellings.flatMap(group => group.map(name => [name, group.filter(other => other !== name)] as const)),
)

/** A short form of the first name, or `null` where none is known. */
export const shortFormOf = (name: PersonName, chance: Chance): string | null => {
  const forms = shortForms[name.given[0]!]
  return forms ? chance.pick(forms) : null
}

/** Another spelling of a name that sources know in several; names without one come back as they are. */
export const respelt = (name: string, chance: Chance): string => {
  const others = spellingsOf.get(name)
  return others ? chance.pick(others) : name
}

/** A name as a source took it down: mostly right, sometimes by its short form, spelt by ear, mistyped, or with its parts exchanged. */
export const asTakenDown = (name: PersonName, chance: Chance): WrittenName => {
  const [first = '', middle = ''] = name.given
  const short = chance.often(0.07) ? shortFormOf(name, chance) : null
  const written = {
    first: mistypedAt(0.03, short ?? (chance.often(0.3) ? respelt(first, chance) : first), chance),
    middle: chance.often(0.4) ? middle : chance.often(0.5) ? middle.slice(0, 1) : '',
    family: mistypedAt(0.04, chance.often(0.25) ? respelt(name.family, chance) : name.family, chance),
  }
  return chance.often(0.015) ? { ...written, first: written.family, family: written.first } : written
}

const mistypedAt = (share: number, name: string, chance: Chance): string =>
  chance.often(share) ? mistype(name, chance) : name

/** One slip of the keyboard after the first letter: a letter left out, struck twice, or exchanged with its neighbour. */
const mistype = (name: string, chance: Chance): string => {
  if (name.length < 4) return name
  const at = chance.between(1, name.length - 2)
  const slip = chance.whole(3)
  if (slip === 0) return name.slice(0, at) + name.slice(at + 1)
  if (slip === 1) return name.slice(0, at) + name[at] + name.slice(at)
  return name.slice(0, at) + name[at + 1] + name[at] + name.slice(at + 2)
}
