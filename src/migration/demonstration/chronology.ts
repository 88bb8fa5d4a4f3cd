import type { Chance } from './chance.ts'

export type EntryType = 'VISIT' | 'CONTACT' | 'MEETING' | 'REVIEW' | 'INTEL'

/**
 * What the invented chronologies say: plain sentences of ordinary work, with the quotes, commas, signs and new lines that
 * free text has. No sentence has a place for a name, and none ties a name, a faith or an origin to anything.
 * `{phone}` and `{landline}` are filled with numbers kept for drama (Ofcom), `{time}` with a time of day, `{month}` with a month.
 */
export const entryTexts: Readonly<Record<EntryType, readonly string[]>> = {
  VISIT: [
    'Home visit, seen at address. Premises tidy, nothing of note.',
    'Home visit with a colleague. Talked about work and sleep; a new routine seems to help.',
    'Visit as planned. Bank statement and tenancy agreement seen.',
    'No reply at the door at {time}. Card left, second call to be arranged.',
    'Second call at {time}: seen. Had been at work; shifts now change weekly.',
    '"Not today", and the door was closed.\nReturned at {time}; seen and spoken to, apologised.',
    'Visit cut short, plumber in the kitchen. Seen in person, rearranged for next week.',
    'Seen at address with a friend present, who left when asked. Phone shown: {phone}.',
    'Joint visit with probation. Conditions gone through one by one and understood.',
    'Landlord says the flat is to be sold in {month}; housing letter shown.',
    'Home visit. Devices shown, no new ones. Serial numbers compared with the list, all agree.',
    'Visit after the move. Boxes in the hall, bed and cooker working. Smoke alarm asked for.',
    'Seen in the garden. Dog on the premises: large, friendly, put in the shed before we came in.',
    'Bell out of order: knock on the window to the left of the door.',
  ],
  CONTACT: [
    'Telephone contact. New job at a warehouse, nights, begins Monday.',
    'Rang from a new number, {phone}; the old one is no longer used.',
    'Telephoned {landline} twice, no answer. Message left with the hostel.',
    'Notified change of address within time, at the station, in person.',
    'Annual notification completed at the station. Passport and two cards seen.',
    'Notified a journey abroad of six nights, with tickets. Return date noted.',
    'Notified a new vehicle; log book seen. Old one sold to a dealer for £450.',
    'Notified a new bank account – statement to follow by post.',
    'Asked to change the time of the appointment; agreed, {time} instead.',
    'Text message: running late, bus broken down. Arrived at {time}.',
    'Rang to say that the boiler has failed, and asked who to turn to. Given the housing office’s number.',
    'Wants to know when the order ends. Date read out from the order, and a copy sent.',
    'Employer rang {landline} to confirm hours: 38 a week, Saturdays off.',
    'Doctor’s letter handed in; off work until {month}.',
  ],
  MEETING: [
    'MAPPA meeting held, actions recorded in the minutes.',
    'Professionals’ meeting: police, probation, housing and health present. Next date set.',
    'Three-way meeting with the practitioner. Agreed: weekly contact until {month}, then fortnightly.',
    'Pre-release meeting, by video. Address approved, travel and first appointment arranged.',
    'Seen together with the key worker, café by the station – no concerns.',
    'Meeting moved: room double-booked. Now {time} on the same day, same place.',
    'Handover meeting with the last manager: file, keys to the locker and open actions passed on.',
    'Housing panel: moved up to band B, offer expected in {month}.',
    'Employment adviser: fork-lift course, 5 days, paid for; certificate to be shown.',
  ],
  REVIEW: [
    'Supervisor review completed, plan remains proportionate.',
    'Quarterly review. All conditions kept since the last one; contact stays as it is.',
    'Review: visits on time, two notifications on time, one a day late with a good reason.',
    'Annual review of the record: names, addresses and vehicles checked with the source; one old number closed.',
    'Review brought forward because of the change of address. No change to the plan.',
    'Record read through by a second officer: chronology up to date; photograph older than a year, new one asked for.',
    'Plan rewritten in plain words after a question about it. Copy given, "clear now".',
    'Review of the order: expires in two years, no application planned.',
  ],
  INTEL: [
    'Information from partner agency: change of vehicle.',
    'Information from partner agency: new employer, start date to be confirmed.',
    'Reported second-hand, not checked: moved in with a partner. To be asked at the next visit.',
    'Neighbour says that the flat has been empty since {month}. Key worker rang: away for work.',
    'Seen by a patrol at {time} in the town centre, on foot. Nothing of note.',
    'Benefit office confirms the address on file.',
    'Owes £250, paid “cash”; employer is Tiles, Paving & Co.',
    'A call to {landline} gave this address for a delivery; the company has no such customer.',
  ],
}

const types = Object.keys(entryTexts) as EntryType[]
const months = 'January February March April May June July August September October November December'.split(' ')
const threeDigits = (chance: Chance) => String(chance.whole(1000)).padStart(3, '0')
const time = (chance: Chance) => `${chance.between(8, 19)}:${String(chance.whole(12) * 5).padStart(2, '0')}`

/** A type and words for one entry. */
export const entryText = (chance: Chance): { readonly type: EntryType; readonly words: string } => {
  const type = chance.pick(types)
  const words = chance
    .pick(entryTexts[type])
    .replace('{phone}', () => `07700 900${threeDigits(chance)}`)
    .replace('{landline}', () => `01632 960${threeDigits(chance)}`)
    .replace('{time}', () => time(chance))
    .replace('{month}', () => chance.pick(months))
  return { type, words }
}
